import { eq, sql } from "drizzle-orm";
import { saveByVersion } from "#db/save-by-version.ts";
import { auditRetention } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { isRemovalRecord } from "#lib/audit/index.ts";
import { type AuditStream, REMOVAL_ACTION } from "#lib/audit/schemas.ts";
import type { Place } from "./schemas.ts";

export type RetentionRow = typeof auditRetention.$inferSelect;

/** Of one workspace at a time: what one run removes, another must not look for. */
export async function lockRetention(tx: Tx): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('audit-retention' || current_setting('app.workspace_id'), 0))`,
  );
}

export async function listRetentionRows(tx: Tx): Promise<RetentionRow[]> {
  return tx.select().from(auditRetention);
}

/**
 * Writes what was decided on a version; 0 is the default, which has no row.
 * @returns null when somebody was quicker
 */
export function saveRetention(
  tx: Tx,
  values: Omit<RetentionRow, "workspaceId" | "version">,
  version: number,
): Promise<RetentionRow | null> {
  return saveByVersion(tx, auditRetention, values, version, eq(auditRetention.stream, values.stream));
}

const STREAM = sql.raw("coalesce(e.environment, 'workspace')");

/** By the database's clock: the function that removes events goes by it as well. */
const cutoff = (days: number) => sql`now() - make_interval(days => ${days}::integer)`;

interface Expired {
  readonly events: number;
  readonly oldest: string | null;
  readonly newest: string | null;
  readonly names: number;
  readonly firstUses: number;
  readonly changes: number;
}

/** How many sealed events of a stream are older than so many days, up to a limit, and what hangs on them. */
export async function countExpired(tx: Tx, stream: AuditStream, days: number, limit: number): Promise<Expired> {
  const [row] = await tx.execute<Omit<Expired, "firstUses"> & { first_uses: number }>(sql`
    select events, oldest::text, newest::text, names, first_uses, changes
    from count_expired_audit_events(${stream}, ${days}::integer, ${limit}::integer)`);
  if (row === undefined) throw new Error("the database counts nothing");
  const { first_uses: firstUses, ...counted } = row;
  return { ...counted, firstUses };
}

/** An event whose time is over, with its leaf. */
export interface ExpiredEvent extends Place {
  readonly stream: AuditStream;
  readonly leaf: number;
  readonly hash: Buffer;
  /** As JSON. */
  readonly row: string;
}

export interface Window {
  readonly expired: readonly ExpiredEvent[];
  /** Null: the walk has come to its end. */
  readonly last: Place | null;
}

/**
 * The next events after a place that are older than anything has to be, and those of them that may go: sealed ones, no
 * records of removals, of streams without a hold. The stretch is cut first, so that a step is bounded by what it looks at.
 */
export async function nextWindow(
  tx: Tx,
  rules: readonly { readonly stream: AuditStream; readonly keepDays: number; readonly isHeld: boolean }[],
  after: Place | null,
  limit: number,
): Promise<Window> {
  const free = rules.filter(({ isHeld }) => !isHeld);
  if (free.length === 0) return { expired: [], last: null };
  const youngest = Math.min(...free.map(({ keepDays }) => keepDays));
  const beyond = after
    ? sql`e.occurred_at >= ${after.occurredAt}::timestamptz
        and (e.occurred_at, e.id) > (${after.occurredAt}::timestamptz, ${after.id}::uuid)`
    : sql`true`;
  const rows = await tx.execute<{
    occurred_at: string;
    id: string;
    stream: AuditStream;
    leaf: string | null;
    hash: Buffer | null;
    row: string | null;
  }>(sql`
    with stretch as materialized (
      select * from audit_events e where ${beyond} and e.occurred_at < ${cutoff(youngest)}
      order by e.occurred_at, e.id limit ${limit}
    ), rules as (
      select * from jsonb_to_recordset(${JSON.stringify(free)}::jsonb) as r(stream text, "keepDays" integer)
    )
    select e.occurred_at::text, e.id, ${STREAM} as stream, l.leaf, l.hash,
      case when l.leaf is not null then to_jsonb(e)::text end as row
    from stretch e left join lateral (
      select l.leaf, l.hash from rules r join audit_leaves l on l.stream = r.stream
      where r.stream = ${STREAM} and e.occurred_at < now() - make_interval(days => r."keepDays")
        and e.action <> ${REMOVAL_ACTION} and l.occurred_at = e.occurred_at and l.event_id = e.id
        and l.leaf < (select max(h.size) from audit_heads h where h.stream = r.stream)
      limit 1) l on true
    order by e.occurred_at, e.id`);
  const expired = [...rows].flatMap(({ occurred_at: occurredAt, id, stream, leaf, hash, row }) =>
    leaf === null || hash === null || row === null ? [] : [{ occurredAt, id, stream, leaf: Number(leaf), hash, row }],
  );
  const last = rows.at(-1);
  return { expired, last: last ? { occurredAt: last.occurred_at, id: last.id } : null };
}

export interface RemovedLeaf {
  readonly stream: AuditStream;
  readonly leaf: number;
  readonly occurredAt: Date;
}

/** The database decides once more which of these may go. @returns those that went, by stream and leaf */
export async function removeEvents(tx: Tx, events: readonly Place[]): Promise<RemovedLeaf[]> {
  const places = JSON.stringify(events.map(({ occurredAt, id }) => ({ at: occurredAt, id })));
  const rows = await tx.execute<{ removed_stream: AuditStream; removed_leaf: string; removed_at: string }>(sql`
    select removed_stream, removed_leaf, removed_at::text from (
      select array_agg(at) as moments, array_agg(id) as ids
      from jsonb_to_recordset(${places}::jsonb) as p(at timestamptz, id uuid)) as wanted,
      remove_expired_audit_events(wanted.moments, wanted.ids)`);
  return [...rows].map(({ removed_stream: stream, removed_leaf, removed_at }) => ({
    stream,
    leaf: Number(removed_leaf),
    occurredAt: new Date(removed_at),
  }));
}

/** What has gone so far, by the records of the removals. */
export async function sumRemoved(tx: Tx) {
  const rows = await tx.execute<{ stream: AuditStream; events: number; last_at: string }>(sql`
    select c -> 'target' ->> 'id' as stream, sum((c -> 'before' ->> 'events')::bigint)::float8 as events,
      max(e.occurred_at)::text as last_at
    from audit_events e cross join jsonb_array_elements(e.changes) as c
    where ${isRemovalRecord("e")}
    group by 1`);
  return [...rows].map(({ stream, events, last_at }) => ({ stream, events, lastAt: new Date(last_at).toISOString() }));
}
