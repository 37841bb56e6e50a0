import { asc, sql } from "drizzle-orm";
import { auditHeads, auditVerifications } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { isRemovalRecord } from "#lib/audit/index.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import type { EventRow } from "./canonical.ts";
import type { StoredHead } from "./heads.ts";
import type { FirstBad } from "./schemas.ts";
import { LATEST_SECONDS } from "./seal.ts";

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
  readonly occurredAt: Date;
  readonly hash: Buffer;
  /** Null: there is no such event. */
  readonly event: EventRow | null;
}

/** The leaves from a place on. The event must be of the leaf's own stream. */
export async function listLeaves(tx: Tx, stream: AuditStream, from: number, limit: number): Promise<StoredLeaf[]> {
  const rows = await tx.execute<{
    leaf: string;
    event_id: string;
    occurred_at: string;
    hash: Buffer;
    event: string | null;
  }>(sql`
    select l.leaf, l.event_id, l.occurred_at::text, l.hash, (
      select to_jsonb(e)::text from audit_events e
      where e.occurred_at = l.occurred_at and e.id = l.event_id and coalesce(e.environment, 'workspace') = l.stream
      limit 1) as event
    from audit_leaves l
    where l.stream = ${stream} and l.leaf >= ${from} and l.leaf < ${from + limit}
    order by l.leaf`);
  return [...rows].map(({ leaf, event_id, occurred_at, hash, event }) => ({
    leaf: Number(leaf),
    eventId: event_id,
    occurredAt: new Date(occurred_at),
    hash,
    event: event === null ? null : (JSON.parse(event) as EventRow),
  }));
}

/** What says that events went after their time, with its own leaf; null: not sealed yet. */
export interface RemovalRecord {
  readonly occurredAt: Date;
  readonly leaf: number | null;
  readonly hash: Buffer | null;
  readonly row: EventRow;
}

/** The records of removals. One that has no leaf though it is older than anything that is still to be sealed is none. */
export async function listRemovalRecords(tx: Tx): Promise<RemovalRecord[]> {
  const rows = await tx.execute<{ occurred_at: string; leaf: string | null; hash: Buffer | null; row: string }>(sql`
    select e.occurred_at::text, l.leaf, l.hash, to_jsonb(e)::text as row
    from audit_events e left join lateral (
      select l.leaf, l.hash from audit_leaves l
      where l.stream = 'workspace' and l.occurred_at = e.occurred_at and l.event_id = e.id limit 1) l on true
    where ${isRemovalRecord("e")}
      and e.environment is null and (l.leaf is not null or e.occurred_at >= coalesce(
        (select s.sealed_until from audit_seals s), '-infinity') - make_interval(secs => ${LATEST_SECONDS}))`);
  return [...rows].map(({ occurred_at, leaf, hash, row }) => ({
    occurredAt: new Date(occurred_at),
    leaf: leaf === null ? null : Number(leaf),
    hash,
    row: JSON.parse(row) as EventRow,
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
