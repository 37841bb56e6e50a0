import type { Tx } from "#db/tenant.ts";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/schemas.ts";
import { DEFAULT_KEEP_DAYS, type Retention } from "./schemas.ts";
import { listRetentionRows, type RetentionRow } from "./store.ts";

/** What is in force for each stream. */
export async function retentionRules(tx: Tx): Promise<Retention[]> {
  const rows = await listRetentionRows(tx);
  return AUDIT_STREAMS.map((stream) => toRetention(stream, rows.find((row) => row.stream === stream) ?? null));
}

export function toRetention(stream: AuditStream, row: RetentionRow | null): Retention {
  return {
    stream,
    keepDays: row?.keepDays ?? DEFAULT_KEEP_DAYS,
    holdReason: row?.holdReason ?? null,
    holdSince: row?.holdSince?.toISOString() ?? null,
    updatedByName: row?.updatedByName ?? null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
    version: row?.version ?? 0,
  };
}
