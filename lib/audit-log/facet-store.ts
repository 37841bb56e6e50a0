import { sql } from "drizzle-orm";
import type { Tx } from "#db/tenant.ts";
import type { FacetField } from "./schemas.ts";
import { IS_UNINDEXED, type Place, type Selection, TAIL_START } from "./search-store.ts";

const TAIL_SAMPLE = 2_000;

/** The names of an event by which events are counted. */
const NAMES = sql.raw(`(values ('tool', tool), ('action', action), ('key', credential_name), ('client', client_name),
  ('user', user_email), ('status', status), ('env', coalesce(environment, 'none')), ('channel', channel),
  ('effect', effect)) as name(field, value)`);

/** Of the indexed events since then, and of the latest ones that are not indexed yet. */
export async function listKnownValues(
  tx: Tx,
  since: Date,
  maxValues: number,
): Promise<Partial<Record<FacetField, string[]>>> {
  const rows = await tx.execute(sql`
    with latest as (
      select * from audit_events where occurred_at >= ${TAIL_START} and ${IS_UNINDEXED}
      order by occurred_at desc limit ${TAIL_SAMPLE}
    ), named as (
      select field, value, sum(events) as events from audit_counts
      where starts_at >= ${since.toISOString()}::timestamptz and field <> '' group by 1, 2
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

/** An event by what facets count of it. */
export type NamedEvent = Place & Readonly<Record<FacetField, string | null>>;

export const NAMED_EVENT: Selection<NamedEvent> = {
  columns: sql.raw(`audit_events.occurred_at::text as at, audit_events.id, tool, action, credential_name as key,
    client_name as client, user_email as user, status, coalesce(environment, 'none') as env, channel, effect`),
  placeOf: (event) => event,
  needsEvents: true,
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
  placeOf: (act) => act,
  needsEvents: true,
};

/** Indexed events of each hour in a span, alone or with one of these names; `field` empty: all. */
export async function countHours(
  tx: Tx,
  span: { readonly from: Date; readonly to: Date },
  name: { readonly field: string; readonly values: readonly string[] },
  hidesBrowserReads: boolean,
): Promise<readonly { readonly at: string; readonly events: number }[]> {
  const rows = await tx.execute(sql`
    select starts_at::text as at, sum(events)::int as events from audit_counts
    where field = ${name.field} and starts_at >= ${span.from.toISOString()}::timestamptz
      and starts_at < ${span.to.toISOString()}::timestamptz
      and lower(value) in (${sql.join(
        name.values.map((value) => sql`${value}`),
        sql`, `,
      )})
      and not (${hidesBrowserReads}::boolean and is_browser_read)
    group by 1`);
  return [...rows] as unknown as { at: string; events: number }[];
}

/** The moment of the oldest event that is not in the index yet; null: all are. */
export async function findUnindexedAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute(sql`
    select min(occurred_at)::text as at from audit_events where occurred_at >= ${TAIL_START} and ${IS_UNINDEXED}`);
  return row?.at ? new Date(String(row.at)) : null;
}

/** The moment of the oldest event. */
export async function findOldestAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute(sql`select min(occurred_at)::text as at from audit_events`);
  return row?.at ? new Date(String(row.at)) : null;
}
