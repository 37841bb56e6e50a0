import { asc, sql } from "drizzle-orm";
import { auditHeads, auditVerifications } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import type { EventRow } from "./canonical.ts";
import type { StoredHead } from "./heads.ts";
import type { FirstBad } from "./schemas.ts";

const LOCK = 7_150_122;

/** One verification of a workspace at a time: each reads everything. The lock ends with the transaction. */
export async function tryLockVerification(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx.execute(
    sql`select pg_try_advisory_xact_lock(${LOCK}::integer, hashtext(${workspaceId})) as locked`,
  );
  return row?.locked === true;
}

/** All heads of a stream, the smallest first. */
export async function listHeads(tx: Tx, stream: AuditStream): Promise<StoredHead[]> {
  const { size, body, signature } = auditHeads;
  const rows = await tx
    .select({ size, body, signature })
    .from(auditHeads)
    .where(sql`${auditHeads.stream} = ${stream}`)
    .orderBy(asc(size));
  return rows.map((row) => ({ stream, ...row }));
}

/** A leaf with its event, as they are now. */
export interface StoredLeaf {
  readonly leaf: number;
  readonly eventId: string;
  readonly hash: Buffer;
  /** Null: there is no such event. */
  readonly event: EventRow | null;
}

/** The leaves from a place on. The event must be of the leaf's own stream. */
export async function listLeaves(tx: Tx, stream: AuditStream, from: number, limit: number): Promise<StoredLeaf[]> {
  const rows = await tx.execute<{ leaf: string; event_id: string; hash: Buffer; event: string | null }>(sql`
    select l.leaf, l.event_id, l.hash, (
      select to_jsonb(e)::text from audit_events e
      where e.occurred_at = l.occurred_at and e.id = l.event_id and coalesce(e.environment, 'workspace') = l.stream
      limit 1) as event
    from audit_leaves l
    where l.stream = ${stream} and l.leaf >= ${from} and l.leaf < ${from + limit}
    order by l.leaf`);
  return [...rows].map(({ leaf, event_id, hash, event }) => ({
    leaf: Number(leaf),
    eventId: event_id,
    hash,
    event: event === null ? null : (JSON.parse(event) as EventRow),
  }));
}

export interface Verification {
  readonly stream: AuditStream;
  readonly verifiedAt: Date;
  readonly events: number;
  readonly heads: number;
  readonly headSignedAt: Date | null;
  readonly firstBad: FirstBad | null;
}

/** Keeps what was found, in place of what was found before. */
export async function setVerification(tx: Tx, { firstBad, ...found }: Verification): Promise<void> {
  const values = { ...found, firstBad: firstBad && JSON.stringify(firstBad) };
  await tx
    .insert(auditVerifications)
    .values(values)
    .onConflictDoUpdate({ target: [auditVerifications.workspaceId, auditVerifications.stream], set: values });
}
