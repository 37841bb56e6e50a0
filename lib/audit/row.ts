import { DEFAULT_LOG_PARTS, LOG_PARTS } from "#lib/environments/index.ts";
import type { AuditEvent } from "./event.ts";
import { redactText } from "./redact.ts";

const MAX_INT4 = 2_147_483_647;

/** The event with the column names of `audit_events`, as the database's `kept_audit_events` takes it; nulls are left out. */
export function toRow(event: AuditEvent): Record<string, unknown> {
  const row = toColumns(event);
  // JSON has no undefined members: what isn't sent needs no reading either.
  for (const name in row) if (row[name] === null) row[name] = undefined;
  return row;
}

function toColumns(event: AuditEvent): Record<string, unknown> {
  const { actor, source, target } = event;
  return {
    workspace_id: event.workspaceId,
    occurred_at: event.occurredAt,
    id: event.id,
    // For whoever reads events of several years.
    schema_version: event.version ?? 1,
    environment: event.environment,
    action: event.action,
    effect: event.effect,
    channel: event.channel,
    tool: short(event.tool, 200),
    status: event.status,
    error_code: event.errorCode,
    error_reason: event.errorReason,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: short(actor.name, 500),
    user_id: actor.user?.id ?? null,
    user_name: short(actor.user?.name ?? null, 500),
    user_email: actor.user?.email ?? null,
    credential_kind: actor.credential?.kind ?? null,
    credential_id: actor.credential?.id ?? null,
    credential_name: short(actor.credential?.name ?? null, 500),
    credential_hint: actor.credential?.hint ?? null,
    session_id: actor.sessionId,
    target_type: target?.type ?? null,
    target_id: short(target?.id ?? null, 200),
    target_label: short(target?.label ?? null, 500),
    params: event.params ?? null,
    result: event.result ?? null,
    changes: event.changes,
    reason: short(event.reason, 4000),
    confirmation: event.confirmation,
    idempotency_key: short(event.idempotencyKey, 255),
    ip: withoutZone(source.ip),
    user_agent: short(source.userAgent, 512),
    client_name: short(source.clientName, 200),
    client_version: short(source.clientVersion, 100),
    protocol_version: short(source.protocolVersion, 40),
    request_id: short(source.requestId, 200),
    trace_id: short(source.traceId, 64),
    duration_us: Math.min(event.durationUs, MAX_INT4),
    folded_count: event.foldedCount,
    // No column: what is kept where the workspace has decided nothing. Administrative acts, which belong to no
    // environment, are kept whole.
    log_parts: event.environment === null ? LOG_PARTS : DEFAULT_LOG_PARTS[event.environment],
  };
}

/**
 * What callers and people chose, wherever it came from: without what looks like a secret, storable, and short enough for
 * an index. Cut after looking, or what is left of a secret would be no longer recognised.
 */
function short(text: string | null, maxCharacters: number): string | null {
  return text === null ? null : redactText(text).slice(0, maxCharacters).toWellFormed();
}

/** `inet` takes no zone, which link-local addresses carry (RFC 4007 §11). */
function withoutZone(ip: string | null): string | null {
  return ip?.replace(/%.*$/, "") ?? null;
}
