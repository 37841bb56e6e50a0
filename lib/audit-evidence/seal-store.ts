import { sql } from "drizzle-orm";
import { auditHeads, auditSeals, auditSubtrees } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import type { StoredHead } from "./heads.ts";
import { FAN_OUT, GrowingTree, type Subtree } from "./merkle.ts";
import type { Place } from "./walk-store.ts";

const LOCK = 7_150_123;
const PAGE = 500;
const LOWEST_ID = "00000000-0000-0000-0000-000000000000";

const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

/** Workspaces with something to seal or to sign, by id, from after one on. */
export async function listSealsDue(now: Date, after: string | null): Promise<readonly string[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_audit_seals_due(${at(now)}, ${after}::uuid, ${PAGE}::integer)`),
  );
  return [...rows].map((row) => String(row.workspace_id));
}

/** One sealer for a workspace at a time, on any number of instances. The lock ends with the transaction. */
export async function lockSealer(tx: Tx, workspaceId: string, waits: boolean): Promise<boolean> {
  const lock = sql`${LOCK}::integer, hashtext(${workspaceId})`;
  const locked = waits ? sql`pg_advisory_xact_lock(${lock}) is not null` : sql`pg_try_advisory_xact_lock(${lock})`;
  const [row] = await tx.execute(sql`select ${locked} as locked`);
  return row?.locked === true;
}

export interface SealState {
  /** As PostgreSQL writes it. */
  readonly sealedUntil: string;
  readonly sweptAt: Date;
  readonly unsignedSince: Date | null;
}

export async function findSealState(tx: Tx): Promise<SealState | null> {
  const [row] = await tx.select().from(auditSeals);
  return row ?? null;
}

/** The place so many seconds before the newest sealed moment; null: before everything. */
export async function findPlaceBefore(tx: Tx, seconds: number): Promise<Place | null> {
  const [row] = await tx.execute<{ occurred_at: string }>(
    sql`select (sealed_until - make_interval(secs => ${seconds}))::text as occurred_at from audit_seals`,
  );
  return row ? { occurredAt: row.occurred_at, id: LOWEST_ID } : null;
}

/** Before everything of that moment. */
export function placeAt(moment: Date): Place {
  return { occurredAt: moment.toISOString(), id: LOWEST_ID };
}

/** `sealedUntil` never lies in the future, whatever time an event names, and never goes back. */
export async function setSealState(tx: Tx, { sealedUntil, sweptAt, unsignedSince }: SealState, now: Date) {
  await tx
    .insert(auditSeals)
    .values({ sealedUntil: sql`least(${sealedUntil}::timestamptz, ${at(now)})`, sweptAt, unsignedSince })
    .onConflictDoUpdate({
      target: auditSeals.workspaceId,
      set: {
        sealedUntil: sql`greatest(${auditSeals.sealedUntil}, excluded.sealed_until)`,
        sweptAt: sql`excluded.swept_at`,
        unsignedSince: sql`excluded.unsigned_since`,
      },
    });
}

export interface Sizes {
  readonly stream: AuditStream;
  readonly size: number;
  /** Null: no head yet. */
  readonly headSize: number | null;
}

/** How large each stream's tree is, and what its newest head covers; without the streams that have nothing. */
export async function listSizes(tx: Tx, streams: readonly AuditStream[]): Promise<Sizes[]> {
  const rows = await tx.execute<{ stream: AuditStream; size: string | null; head_size: string | null }>(sql`
    select s.stream,
      (select max(l.leaf) + 1 from audit_leaves l where l.stream = s.stream) as size,
      (select max(h.size) from audit_heads h where h.stream = s.stream) as head_size
    from jsonb_array_elements_text(${JSON.stringify(streams)}::jsonb) as s(stream)`);
  return [...rows].map(({ stream, size, head_size }) => ({
    stream,
    size: Number(size ?? 0),
    headSize: head_size === null ? null : Number(head_size),
  }));
}

/** The tree as it is, to be added to. */
export async function loadTree(tx: Tx, stream: AuditStream, size: number): Promise<GrowingTree> {
  const edge: Buffer[][] = [];
  for (let level = 0, span = 1; span <= size; level += 1, span *= FAN_OUT) {
    const count = Math.floor(size / span);
    const start = count - (count % FAN_OUT);
    edge.push(await listHashes(tx, stream, level, start, count));
  }
  return new GrowingTree(size, edge);
}

/** Hashes of leaves (level 0) or of full subtrees, from one position to before another. */
export async function listHashes(
  tx: Tx,
  stream: AuditStream,
  level: number,
  start: number,
  end: number,
): Promise<Buffer[]> {
  if (start >= end) return [];
  const rows = await tx.execute<{ hash: Buffer }>(
    level === 0
      ? sql`select hash from audit_leaves where stream = ${stream} and leaf >= ${start} and leaf < ${end} order by leaf`
      : sql`select hash from audit_subtrees where stream = ${stream} and level = ${level}
          and position >= ${start} and position < ${end} order by position`,
  );
  return [...rows].map(({ hash }) => hash);
}

export interface NewLeaf {
  readonly stream: AuditStream;
  readonly leaf: number;
  readonly occurredAt: string;
  readonly eventId: string;
  readonly hash: Buffer;
}

export async function insertLeaves(tx: Tx, leaves: readonly NewLeaf[]): Promise<void> {
  if (leaves.length === 0) return;
  const rows = leaves.map(({ stream, leaf, occurredAt, eventId, hash }) => [
    stream,
    leaf,
    occurredAt,
    eventId,
    hash.toString("hex"),
  ]);
  await tx.execute(sql`
    insert into audit_leaves (stream, leaf, occurred_at, event_id, hash)
    select r ->> 0, (r ->> 1)::bigint, (r ->> 2)::timestamptz, (r ->> 3)::uuid, decode(r ->> 4, 'hex')
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as r`);
}

export async function insertSubtrees(tx: Tx, stream: AuditStream, subtrees: readonly Subtree[]): Promise<void> {
  if (subtrees.length > 0) await tx.insert(auditSubtrees).values(subtrees.map((subtree) => ({ stream, ...subtree })));
}

export async function insertHead(tx: Tx, head: StoredHead, signedAt: Date): Promise<void> {
  await tx.insert(auditHeads).values({ ...head, signedAt });
}

/** The newest head of a stream, with the moment it names. */
export async function findLastHead(tx: Tx, stream: AuditStream): Promise<StoredHead | null> {
  const rows = await tx.execute<{ size: string; body: string; signature: string }>(sql`
    select size, body, signature from audit_heads where stream = ${stream} order by size desc limit 1`);
  const [row] = rows;
  return row ? { stream, size: Number(row.size), body: row.body, signature: row.signature } : null;
}
