"use server";

import type { EventPlace, EventSeal } from "#lib/audit-evidence/schemas.ts";
import { findTargets } from "#lib/audit-targets/index.ts";
import type { FoundTarget } from "#lib/audit-targets/schemas.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { loadSeals } from "./load.ts";

/** Which of these events are sealed by now. */
export async function listSealsAction(slug: string, events: readonly EventPlace[]): Promise<EventSeal[]> {
  const { ctx } = await workspacePage(slug);
  return loadSeals(ctx, events);
}

/** Where the things are that an event speaks of; null: not for this reader. */
export async function findTargetsAction(slug: string, eventId: string): Promise<FoundTarget[] | null> {
  const { ctx } = await workspacePage(slug);
  return (await readIfPermitted(findTargets, ctx, { eventId }))?.targets ?? null;
}
