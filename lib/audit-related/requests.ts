import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { findAuditEvent, findEvents } from "#lib/audit-log/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { findPendingWriteRequests } from "./store.ts";

/** So many fit into one query. */
const MAX_REQUESTS = 16;

const Confirmation = z.looseObject({ pendingWriteId: z.uuid() });
type Event = NonNullable<Awaited<ReturnType<typeof findAuditEvent>>>;

/**
 * The requests that belong to an event, by their ids and those of their traces: its own, and where a write waited for a
 * person also the one that asked, those that decided in the browser, and the one that carried it out.
 */
export async function requestsOf(tx: Tx, ctx: Context, event: Event): Promise<string[]> {
  const ids = [event.requestId, event.traceId];
  const pendingWriteId = pendingWriteOf(event);
  if (pendingWriteId !== null) {
    const { asked, executedEventId } = await findPendingWriteRequests(tx, pendingWriteId);
    const executed = executedEventId === null ? null : await findAuditEvent(tx, executedEventId);
    const decided = await findEvents(
      tx,
      ctx,
      { query: `target:${pendingWriteId} effect:write`, hidesBrowserReads: true },
      MAX_REQUESTS,
    );
    ids.push(
      asked,
      executed?.requestId ?? null,
      executed?.traceId ?? null,
      ...decided.map(({ requestId }) => requestId),
    );
  }
  return [...new Set(ids.filter((id) => id !== null))].slice(0, MAX_REQUESTS);
}

/** The write that waited, of which an event tells: as what it confirmed, or as what it was about. */
function pendingWriteOf({ confirmation, targetType, targetId }: Event): string | null {
  const confirmed = Confirmation.safeParse(confirmation);
  if (confirmed.success) return confirmed.data.pendingWriteId;
  return targetType === "pending_write" && z.uuid().safeParse(targetId).success ? targetId : null;
}
