import type { z } from "zod";
import type { AuditCursor, AuditLogItem } from "./schemas.ts";
import type { AuditEventRow } from "./store.ts";

/** A row as readers see it; the output schema checks the closed lists. */
export function toItem(row: AuditEventRow): z.input<typeof AuditLogItem> {
  const { credentialKind, credentialId, targetType, targetId, userId } = row;
  return {
    id: row.id,
    occurredAt: isoTime(row.occurredAt),
    action: row.action,
    effect: row.effect as z.input<typeof AuditLogItem>["effect"],
    channel: row.channel as z.input<typeof AuditLogItem>["channel"],
    tool: row.tool,
    status: row.status as z.input<typeof AuditLogItem>["status"],
    errorCode: row.errorCode,
    errorReason: row.errorReason,
    environment: row.environment as z.input<typeof AuditLogItem>["environment"],
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    user: userId === null ? null : { id: userId, name: row.userName ?? "", email: row.userEmail ?? "" },
    credential:
      credentialKind === null || credentialId === null
        ? null
        : {
            kind: credentialKind as "api_key",
            id: credentialId,
            name: row.credentialName ?? "",
            hint: row.credentialHint ?? "",
          },
    target:
      targetType === null || targetId === null ? null : { type: targetType, id: targetId, label: row.targetLabel },
    params: row.params,
    result: row.result,
    changes: row.changes as z.input<typeof AuditLogItem>["changes"],
    reason: row.reason,
    confirmation: row.confirmation,
    ip: row.ip,
    userAgent: row.userAgent,
    clientName: row.clientName,
    clientVersion: row.clientVersion,
    protocolVersion: row.protocolVersion,
    requestId: row.requestId,
    traceId: row.traceId,
    sessionId: row.sessionId,
    durationMs: row.durationUs / 1000,
    foldedCount: row.foldedCount,
  };
}

export function cursorOf(row: AuditEventRow, direction: AuditCursor["direction"]): AuditCursor {
  return { at: isoTime(row.occurredAt), id: row.id, direction };
}

/** PostgreSQL writes `2026-11-21 01:48:21.123456+00` in UTC; fewer digits when the last ones are zero. */
function isoTime(text: string): string {
  const [, day = "", clock = "", fraction = ""] = /^(\S+) ([\d:]+)(?:\.(\d+))?\+00$/.exec(text) ?? [];
  return `${day}T${clock}.${fraction.padEnd(6, "0")}Z`;
}
