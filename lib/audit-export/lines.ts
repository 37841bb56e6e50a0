import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { type CsvCell, csvLine } from "#lib/csv/index.ts";
import type { ExportFormat } from "./schemas.ts";

/** The columns of a CSV file, in their order: docs/evidence.md describes them. */
const COLUMNS: Readonly<Record<string, (event: AuditLogItem) => CsvCell>> = {
  time_utc: ({ occurredAt }) => occurredAt,
  id: ({ id }) => id,
  environment: ({ environment }) => environment,
  action: ({ action }) => action,
  tool: ({ tool }) => tool,
  effect: ({ effect }) => effect,
  channel: ({ channel }) => channel,
  status: ({ status }) => status,
  error_code: ({ errorCode }) => errorCode,
  error_reason: ({ errorReason }) => errorReason,
  actor_kind: ({ actor }) => actor.kind,
  actor_name: ({ actor }) => actor.name,
  user_name: ({ user }) => user?.name,
  user_email: ({ user }) => user?.email,
  credential_name: ({ credential }) => credential?.name,
  credential_hint: ({ credential }) => credential?.hint,
  target_type: ({ target }) => target?.type,
  target_id: ({ target }) => target?.id,
  target_label: ({ target }) => target?.label,
  reason: ({ reason }) => reason,
  ip: ({ ip }) => ip,
  user_agent: ({ userAgent }) => userAgent,
  client_name: ({ clientName }) => clientName,
  client_version: ({ clientVersion }) => clientVersion,
  request_id: ({ requestId }) => requestId,
  trace_id: ({ traceId }) => traceId,
  duration_ms: ({ durationMs }) => durationMs,
  count: ({ foldedCount }) => foldedCount,
  params: ({ params }) => json(params),
  result: ({ result }) => json(result),
  changes: ({ changes }) => json(changes),
};

/** What stands before the first event. */
export function headLine(format: ExportFormat): string {
  return format === "csv" ? csvLine(Object.keys(COLUMNS)) : "";
}

/** One event: a CSV record (RFC 4180), or a line of JSON. */
export function eventLine(format: ExportFormat, event: AuditLogItem): string {
  if (format === "ndjson") return `${JSON.stringify(event)}\n`;
  return csvLine(Object.values(COLUMNS).map((read) => read(event)));
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
