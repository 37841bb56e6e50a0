import { type SQL, sql } from "drizzle-orm";
import { planEachTime } from "#db/planner.ts";
import type { Tx } from "#db/tenant.ts";
import { conditionsOf } from "./condition-store.ts";
import { indexQuery } from "./index-query.ts";
import type { Question } from "./question.ts";
import { between, indexCall, unindexed } from "./search-store.ts";

/** Where the first bar begins, and how long each is. */
export interface Axis {
  readonly from: Date;
  readonly to: Date;
  readonly stepSeconds: number;
}

export interface Bars {
  /** Number of a bar, from 0, and how many events it has. */
  readonly bars: readonly { readonly bar: number; readonly events: number }[];
  /** How many events were looked at. */
  readonly examined: number;
  /** The oldest of them; null: there are none. */
  readonly oldestAt: string | null;
}

// Each in one statement: an event that is indexed meanwhile is in one of its two parts, and in one only.

/** By the hourly counts, alone or of one name in lower case; `field` empty: of all. Exact where steps are whole hours. */
export async function countByHours(
  tx: Tx,
  question: Question,
  axis: Axis,
  name: { readonly field: string; readonly values: readonly string[] },
): Promise<Bars> {
  const values = sql.join(
    name.values.map((value) => sql`${value}`),
    sql`, `,
  );
  return readBars(
    tx,
    sql`
    select ${barOf(sql`starts_at`, axis)} as bar, sum(events)::int as events, min(starts_at) as oldest from audit_counts
    where field = ${name.field} and value in (${values}) and starts_at >= ${axis.from.toISOString()}::timestamptz
      and starts_at < ${axis.to.toISOString()}::timestamptz
      and not (${question.hidesBrowserReads}::boolean and is_browser_read) group by 1
    union all
    select ${barOf(sql`audit_events.occurred_at`, axis)}, 1, audit_events.occurred_at
    ${unindexed(question, between(question, null))}`,
  );
}

/** One by one, the newest first; at most so many are looked at. */
export async function countOneByOne(
  tx: Tx,
  workspaceId: string,
  question: Question,
  axis: Axis,
  limit: { readonly ofIndex: number; readonly ofEvents: number },
): Promise<Bars & { readonly isCut: boolean }> {
  const span = between(question, null);
  const { text, unsure } = indexQuery(question.terms, workspaceId);
  const condition = conditionsOf(unsure);
  const most = condition === undefined ? limit.ofIndex : limit.ofEvents;
  const found = indexCall(text, question.hidesBrowserReads, span, most);
  const indexed =
    condition === undefined
      ? sql`select occurred_at, 1 as events from ${found} as found`
      : sql`select found.occurred_at, ((${condition}) is true)::int from ${found} as found
          join audit_events using (occurred_at, id)`;
  const bars = await readBars(
    tx,
    sql`
    select ${barOf(sql`occurred_at`, axis)} as bar, events, occurred_at as oldest from (
      (select audit_events.occurred_at, 1 as events ${unindexed(question, span)}) union all (${indexed})
      order by occurred_at desc limit ${most}
    ) as newest`,
  );
  return { ...bars, isCut: bars.examined >= most };
}

async function readBars(tx: Tx, parts: SQL): Promise<Bars> {
  await planEachTime(tx);
  const rows = await tx.execute<{ bar: number; events: number; examined: number; oldest: string }>(sql`
    select bar, sum(events)::int as events, count(*)::int as examined, min(oldest)::text as oldest
    from (${parts}) as part group by 1 order by 1`);
  const bars = [...rows];
  return {
    bars,
    examined: bars.reduce((sum, { examined }) => sum + examined, 0),
    oldestAt: bars[0]?.oldest ?? null,
  };
}

function barOf(moment: SQL, { from, stepSeconds }: Axis): SQL {
  return sql`floor(extract(epoch from (${moment} - ${from.toISOString()}::timestamptz)) / ${stepSeconds}::integer)::int`;
}
