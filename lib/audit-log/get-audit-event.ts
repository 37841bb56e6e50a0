import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { AuditLogItem } from "./schemas.ts";
import { type AuditEventRow, findEvent } from "./store.ts";
import { toItem } from "./view.ts";

/** The year 2200: later ids are not ours. */
const FAR_FUTURE_MS = 7_258_118_400_000;

/** One event by its id, outside any filter. Foreign and missing ones answer the same. */
export const getAuditEvent = defineRead({
  name: "audit.get",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({ eventId: z.uuid() }),
  output: z.object({ event: AuditLogItem }),
  target: ({ eventId }) => ({ type: "audit_event", id: eventId }),
  async run(tx, _ctx, { eventId }) {
    return { event: toItem(await requireAuditEvent(tx, eventId)) };
  },
});

/** @throws AppError `not_found`, the same for what is missing and for what is another workspace's */
export async function requireAuditEvent(tx: Tx, eventId: string): Promise<AuditEventRow> {
  const row = await findAuditEvent(tx, eventId);
  if (row === null) throw new AppError("not_found", "There is no such event.");
  return row;
}

export async function findAuditEvent(tx: Tx, eventId: string): Promise<AuditEventRow | null> {
  const idTime = timeOfId(eventId);
  return idTime === null ? null : findEvent(tx, eventId, idTime);
}

/** The first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562 §5.7); null when this is no id of ours. */
function timeOfId(id: string): Date | null {
  const milliseconds = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  return id.charAt(14) === "7" && milliseconds < FAR_FUTURE_MS ? new Date(milliseconds) : null;
}
