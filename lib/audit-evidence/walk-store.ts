import { sql } from "drizzle-orm";
import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import type { EventRow } from "./canonical.ts";

export interface UnsealedEvent {
  readonly id: string;
  readonly stream: AuditStream;
  readonly occurredAt: string;
  readonly row: EventRow;
}

/** Where a walk through all events has come to. */
export interface Place {
  readonly occurredAt: string;
  readonly id: string;
}

export interface Stretch {
  /** Those of the stretch that have no leaf. */
  readonly unsealed: readonly UnsealedEvent[];
  /** How far it goes; null: there was nothing to seal after the place. */
  readonly last: Place | null;
  readonly isEnd: boolean;
}

/**
 * The next committed events after a place, in order. The stretch is cut first and each of its events looked up then, so
 * that a step costs the same however many are sealed and however many wait. The look for a leaf has a limit so that it
 * stays a look into the index: as a join it is planned by statistics, which know nothing of what came since. Each round
 * begins a little before the one before has ended: what it meets again is not sent.
 */
export async function walkToSeal(tx: Tx, after: Place | null, limit: number): Promise<Stretch> {
  const beyond = after ? isBeyond(after) : sql`true`;
  const [last] = await tx.execute<{ occurred_at: string; id: string }>(sql`
    select e.occurred_at::text, e.id from audit_events e
    where ${beyond} order by e.occurred_at, e.id offset ${limit - 1} limit 1`);
  const upTo = last
    ? sql`e.occurred_at <= ${last.occurred_at}::timestamptz
        and (e.occurred_at, e.id) <= (${last.occurred_at}::timestamptz, ${last.id}::uuid)`
    : sql`true`;
  const rows = await tx.execute<{ id: string; stream: AuditStream; occurred_at: string; row: string }>(sql`
    select e.id, coalesce(e.environment, 'workspace') as stream, e.occurred_at::text, row_to_json(e)::text as row
    from audit_events e
    where ${beyond} and ${upTo} and (
      select true from audit_leaves l where l.occurred_at = e.occurred_at and l.event_id = e.id limit 1) is null
    order by e.occurred_at, e.id limit ${limit}`);
  const unsealed = [...rows].map(({ id, stream, occurred_at, row }) => ({
    id,
    stream,
    occurredAt: occurred_at,
    row: JSON.parse(row) as EventRow,
  }));
  const newest = last ?? rows.at(-1);
  return {
    unsealed,
    last: newest ? { occurredAt: newest.occurred_at, id: newest.id } : null,
    isEnd: last === undefined && rows.length < limit,
  };
}

export interface WalkedEvent extends Place {
  readonly stream: AuditStream;
  readonly hasLeaf: boolean;
  /** Older than anything that may still be written. */
  readonly isOld: boolean;
}

/** The next events of all streams, and whether they have a leaf. */
export async function walkEvents(
  tx: Tx,
  after: Place | null,
  latestSeconds: number,
  limit: number,
): Promise<WalkedEvent[]> {
  const beyond = after ? isBeyond(after) : sql`true`;
  const rows = await tx.execute<{
    id: string;
    occurred_at: string;
    stream: AuditStream;
    has_leaf: boolean;
    is_old: boolean;
  }>(sql`
    select e.id, e.occurred_at::text, e.stream, e.occurred_at < coalesce(
        (select s.sealed_until from audit_seals s), '-infinity') - make_interval(secs => ${latestSeconds}) as is_old,
      (select true from audit_leaves l where l.occurred_at = e.occurred_at and l.event_id = e.id limit 1) is not null
        as has_leaf
    from (
      select e.id, e.occurred_at, coalesce(e.environment, 'workspace') as stream from audit_events e
      where ${beyond} order by e.occurred_at, e.id limit ${limit}
    ) e order by e.occurred_at, e.id`);
  return [...rows].map(({ id, occurred_at, stream, has_leaf, is_old }) => ({
    id,
    occurredAt: occurred_at,
    stream,
    hasLeaf: has_leaf,
    isOld: is_old,
  }));
}

/** What comes after a place, in a form that begins there in the index. */
function isBeyond({ occurredAt, id }: Place) {
  return sql`e.occurred_at >= ${occurredAt}::timestamptz
    and (e.occurred_at, e.id) > (${occurredAt}::timestamptz, ${id}::uuid)`;
}
