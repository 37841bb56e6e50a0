import { sql } from "drizzle-orm";
import { readInOrder } from "#db/planner.ts";
import type { Tx } from "#db/tenant.ts";
import { IS_BROWSER_READ } from "./condition-store.ts";
import type { FacetField, KnownField } from "./schemas.ts";
import type { Place, Selection } from "./search-store.ts";

const TAIL_SAMPLE = 2_000;
/** Each page of the log waits for what these have. */
const RECENT_SAMPLE = 500;
const MAX_LENGTH = 200;

/** The names of an event, as facets have them. */
export const NAMES =
  sql.raw(`(values ('tool', tool), ('action', action), ('key', credential_name), ('client', client_name),
  ('user', user_email), ('status', status), ('env', coalesce(environment, 'none')), ('channel', channel),
  ('effect', effect)) as name(field, value)`);

/** Names that are not counted by the hour: each compares several columns, of which a count by one would be too little. */
export const HARD_TO_COUNT = sql.raw("array['key', 'user']");

/** Of the indexed events since then, and of the latest ones that are not indexed yet. */
export async function listKnownValues(
  tx: Tx,
  since: Date,
  maxValues: number,
): Promise<Partial<Record<FacetField, string[]>>> {
  const rows = await tx.execute(sql`
    with latest as materialized (
      select audit_events.* from audit_arrivals join audit_events using (occurred_at, id)
      order by audit_arrivals.occurred_at desc limit ${TAIL_SAMPLE}
    ), named as (
      select field, value, events from audit_names where last_at >= ${since.toISOString()}::timestamptz
      union all
      select name.field, name.value, count(*) from latest cross join lateral ${NAMES} group by 1, 2
    ), ranked as (
      select field, value, row_number() over (partition by field order by sum(events) desc, value) as place
      from named where value <> '' group by 1, 2
    )
    select field, array_agg(value order by place) as values from ranked where place <= ${maxValues} group by 1`);
  const entries = [...rows] as unknown as { field: FacetField; values: string[] }[];
  return Object.fromEntries(entries.map(({ field, values }) => [field, values]));
}

/**
 * What the newest events have in the fields that have no list of all their values: there are too many of them. Requests
 * come the newest first, the others by how often they are there. Of a reason as much as is worth typing. To be asked
 * last in a transaction: from here on it reads in the order of indexes.
 */
export async function listRecentValues(tx: Tx, maxValues: number): Promise<Partial<Record<RecentField, string[]>>> {
  await readInOrder(tx);
  const rows = await tx.execute(sql`
    with latest as materialized (
      select ip, target_type, target_id, target_label, reason, request_id, trace_id, occurred_at
      from (select * from audit_events order by occurred_at desc, id desc limit ${RECENT_SAMPLE}) as audit_events
      where not ${IS_BROWSER_READ}
    ), named as (
      select name.field, name.value, occurred_at from latest cross join lateral (values ('ip', host(ip)),
        ('target', target_type), ('target', coalesce(target_label, target_id)),
        ('reason', substring(reason from '^(.{1,80})(?:[[:space:]]|$)')), ('request', request_id), ('request', trace_id)
      ) as name(field, value)
      where name.value ~ '[[:alnum:]]' and length(name.value) <= ${MAX_LENGTH}
    ), ranked as (
      select field, value, row_number() over (
        partition by field order by case when field = 'request' then 0 else count(*) end desc, max(occurred_at) desc, value
      ) as place from named group by 1, 2
    )
    select field, array_agg(value order by place) as values from ranked where place <= ${maxValues} group by 1`);
  const entries = [...rows] as unknown as { field: RecentField; values: string[] }[];
  return Object.fromEntries(entries.map(({ field, values }) => [field, values]));
}

type RecentField = Exclude<KnownField, FacetField>;

/** An event by what facets count of it. */
export type NamedEvent = Place & Readonly<Record<FacetField, string | null>>;

export const NAMED_EVENT: Selection<NamedEvent> = {
  columns: sql.raw(`audit_events.occurred_at::text as at, audit_events.id, tool, action, credential_name as key,
    client_name as client, user_email as user, status, coalesce(environment, 'none') as env, channel, effect`),
  // In the order of `audit_search_names`.
  indexed: sql.raw(`occurred_at::text as at, id, names[1] as tool, names[2] as action, names[3] as key,
    names[4] as client, names[5] as user, names[6] as status, names[7] as env, names[8] as channel, names[9] as effect`),
  placeOf: (event) => event,
};

/** An event by who did what. */
export interface Act extends Place {
  readonly tool: string | null;
  readonly action: string;
  readonly key: string | null;
  readonly email: string | null;
  readonly actorName: string;
  readonly targetLabel: string | null;
}

export const ACT: Selection<Act> = {
  columns: sql.raw(`audit_events.occurred_at::text as at, audit_events.id, tool, action, credential_name as key,
    user_email as email, actor_name as "actorName", target_label as "targetLabel"`),
  indexed: null,
  placeOf: (act) => act,
};

/** The moment of the oldest event that is not in the index yet; null: all are. */
export async function findUnindexedAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute(sql`select min(occurred_at)::text as at from audit_arrivals`);
  return row?.at ? new Date(String(row.at)) : null;
}

/** The moment of the oldest event. */
export async function findOldestAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute(sql`select min(occurred_at)::text as at from audit_events`);
  return row?.at ? new Date(String(row.at)) : null;
}
