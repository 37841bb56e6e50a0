"use server";

import type { EventPlace, EventSeal } from "#lib/audit-evidence/schemas.ts";
import { findRelated } from "#lib/audit-related/index.ts";
import type { Related } from "#lib/audit-related/schemas.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { loadSeals } from "./load.ts";

/** Which of these events are sealed by now. */
export async function listSealsAction(slug: string, events: readonly EventPlace[]): Promise<EventSeal[]> {
  const { ctx } = await workspacePage(slug);
  return loadSeals(ctx, events);
}

/** What belongs to an event; null: not for this reader. */
export async function findRelatedAction(slug: string, eventId: string): Promise<Related | null> {
  const { ctx } = await workspacePage(slug);
  return readIfPermitted(findRelated, ctx, { eventId });
}
