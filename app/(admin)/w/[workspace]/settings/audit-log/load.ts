import { z } from "zod";
import { type AuditQuery, isKeyId, spanOf } from "#components/audit-log/query.ts";
import { getAuditEvent, searchAuditLog } from "#lib/audit-log/index.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { parseQueryText } from "#lib/audit-query/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";

const PAGE_SIZE = 50;

/** The page of events that the address asks for; null where the person may not see the log. */
export async function loadEvents(ctx: Context, query: AuditQuery) {
  const { tool, action, key, status, channel, environment, cursor, q, browserReads } = query;
  const { from, to } = spanOf(query, ctx.now);
  const input = {
    limit: PAGE_SIZE,
    hidesBrowserReads: !browserReads,
    ...(tool !== null && { tool }),
    ...(action !== null && { action }),
    ...(key !== null && { [isKeyId(key) ? "credentialId" : "credentialName"]: key }),
    ...(status !== null && { status }),
    ...(channel !== null && { channel }),
    ...(environment !== null && { environment }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(q !== "" && parseQueryText(q).problems.length === 0 && { query: q }),
  };
  if (parseQueryText(q).problems.length > 0) {
    // The answer to another question would be taken for the answer to this one.
    const page = await readIfPermitted(searchAuditLog, ctx, { ...input, limit: 1 });
    return page && { items: [], nextCursor: null, previousCursor: null };
  }
  if (cursor === null) return readIfPermitted(searchAuditLog, ctx, input);
  return readIfPermitted(searchAuditLog, ctx, { ...input, cursor }).catch((error: unknown) => {
    // A cursor that somebody cut short: the newest page is the best answer.
    if (isAppError(error) && error.code === "validation") return readIfPermitted(searchAuditLog, ctx, input);
    throw error;
  });
}

/** Whether the log has anything at all that the filters could have found, in any time. */
export async function hasAnyEvent(ctx: Context): Promise<boolean> {
  const result = await readIfPermitted(searchAuditLog, ctx, { limit: 1, hidesBrowserReads: true });
  return result !== null && result.items.length > 0;
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
