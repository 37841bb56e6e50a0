import { sql } from "drizzle-orm";
import { auditVerifications } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/schemas.ts";
import type { EventRow } from "./canonical.ts";
import type { StoredHead } from "./heads.ts";
import { findLastHead, listSizes } from "./seal-store.ts";

const ID_TIME_TOLERANCE = "5 minutes";

export interface StreamEvidence {
  readonly stream: AuditStream;
  readonly sealed: number;
  readonly head: StoredHead | null;
  readonly verified: typeof auditVerifications.$inferSelect | null;
}

/** What is known of each stream's evidence. */
export async function evidenceOf(tx: Tx): Promise<StreamEvidence[]> {
  const sizes = await listSizes(tx, AUDIT_STREAMS);
  const verifications = await tx.select().from(auditVerifications);
  const found: StreamEvidence[] = [];
  for (const { stream, size } of sizes) {
    const verified = verifications.find((verification) => verification.stream === stream) ?? null;
    found.push({ stream, sealed: size, head: await findLastHead(tx, stream), verified });
  }
  return found;
}

/** Newest events without a leaf, at most `max`. What is written late is not looked for. */
export async function countUnsealed(tx: Tx, max: number): Promise<number> {
  const [row] = await tx.execute<{ count: string }>(sql`
    select count(*) from (
      select from audit_events e
      where e.occurred_at > coalesce((select s.sealed_until from audit_seals s), '-infinity') limit ${max}) as newest`);
  return Number(row?.count ?? 0);
}

export interface SealedEvent {
  readonly stream: AuditStream;
  /** Null: not sealed yet. */
  readonly leaf: number | null;
  readonly row: EventRow;
}

/** An event with its leaf. The id's own time (UUIDv7) confines the look-up to one or two partitions. */
export async function findSealedEvent(tx: Tx, eventId: string): Promise<SealedEvent | null> {
  const milliseconds = Number.parseInt(eventId.replaceAll("-", "").slice(0, 12), 16);
  if (!(milliseconds < MAX_DATE_MS)) return null;
  const at = sql`${new Date(milliseconds).toISOString()}::timestamptz`;
  const tolerance = sql.raw(`interval '${ID_TIME_TOLERANCE}'`);
  const rows = await tx.execute<{ stream: AuditStream; leaf: string | null; row: string }>(sql`
    select coalesce(e.environment, 'workspace') as stream, to_jsonb(e)::text as row,
      (select l.leaf from audit_leaves l where l.occurred_at = e.occurred_at and l.event_id = e.id) as leaf
    from audit_events e
    where e.id = ${eventId} and e.occurred_at between ${at} - ${tolerance} and ${at} + ${tolerance}`);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    stream: row.stream,
    leaf: row.leaf === null ? null : Number(row.leaf),
    row: JSON.parse(row.row) as EventRow,
  };
}

/** The head of a stream at exactly this size. */
export async function findHead(tx: Tx, stream: AuditStream, size: number): Promise<StoredHead | null> {
  const [row] = await tx.execute<{ body: string; signature: string }>(
    sql`select body, signature from audit_heads where stream = ${stream} and size = ${size}`,
  );
  return row ? { stream, size, ...row } : null;
}

/** The year 2200: later ids are not ours. */
const MAX_DATE_MS = 7_258_118_400_000;
