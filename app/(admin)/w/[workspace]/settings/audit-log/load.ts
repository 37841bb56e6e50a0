import { z } from "zod";
import type { AuditQuery } from "#components/audit-log/query.ts";
import { listSeals } from "#lib/audit-evidence/index.ts";
import type { EventPlace, EventSeal } from "#lib/audit-evidence/schemas.ts";
import { getAuditEvent, searchAuditLog, summariseAuditLog } from "#lib/audit-log/index.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { parseQueryText } from "#lib/audit-query/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { filterOf } from "./filter.ts";

const PAGE_SIZE = 50;
const NO_EVENTS = { items: [], nextCursor: null, previousCursor: null };

/** The page of events that the address asks for; null where the person may not see the log. */
async function loadEvents(ctx: Context, query: AuditQuery) {
  const { cursor } = query;
  const input = { ...filterOf(query, ctx.now), limit: PAGE_SIZE };
  if (cursor === null) return readIfPermitted(searchAuditLog, ctx, input);
  return readIfPermitted(searchAuditLog, ctx, { ...input, cursor }).catch((error: unknown) => {
    // A cursor that somebody cut short: the newest page is the best answer.
    if (isAppError(error) && error.code === "validation") return readIfPermitted(searchAuditLog, ctx, input);
    throw error;
  });
}

/** Events and what they are made of; nothing where the query can't be understood: that would be another's answer. */
export async function loadResult(ctx: Context, query: AuditQuery) {
  if (parseQueryText(query.q).problems.length > 0) return { page: NO_EVENTS, summary: null };
  const [page, summary] = await Promise.all([
    loadEvents(ctx, query),
    readIfPermitted(summariseAuditLog, ctx, filterOf(query, ctx.now)),
  ]);
  return { page: page ?? NO_EVENTS, summary };
}

/** Which of these events are sealed; the others are marked. */
export async function loadSeals(ctx: Context, events: readonly EventPlace[]): Promise<EventSeal[]> {
  if (events.length === 0) return [];
  const places = events.map(({ id, occurredAt }) => ({ id, occurredAt }));
  return (await readIfPermitted(listSeals, ctx, { events: places }))?.items ?? [];
}

/** The event that the address names, from outside the filter too; null for a missing and for a foreign one alike. */
export async function loadLinkedEvent(ctx: Context, eventId: string): Promise<AuditLogItem | null> {
  if (!z.uuid().safeParse(eventId).success) return null;
  try {
    const outcome = await invoke(getAuditEvent, ctx, { eventId });
    return outcome.status === "done" ? outcome.output.event : null;
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "forbidden")) return null;
    throw error;
  }
}
