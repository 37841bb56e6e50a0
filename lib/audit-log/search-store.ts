import { and, getTableColumns, type SQL, sql } from "drizzle-orm";
import { planEachTime } from "#db/planner.ts";
import { auditEvents } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { conditionsOf, IS_BROWSER_READ } from "./condition-store.ts";
import { indexQuery } from "./index-query.ts";
import type { Question } from "./question.ts";
import type { AuditCursor } from "./schemas.ts";
import type { AuditEventRow } from "./store.ts";

const NIL = "00000000-0000-0000-0000-000000000000";
const CANDIDATES = 500;

/** A place in the order of events, which is that of moment and id. */
export interface Place {
  readonly at: string;
  readonly id: string;
}

export interface Between {
  /** Both exclusive. */
  readonly low: Place;
  readonly high: Place;
  readonly isNewestFirst: boolean;
}

/** What of an event is asked for. */
export interface Selection<R> {
  /** Of the event itself. */
  readonly columns: SQL;
  /** The same from the index alone; null: it doesn't have it. */
  readonly indexed: SQL | null;
  readonly placeOf: (row: R) => Place;
}

export const PLACE: Selection<Place> = {
  columns: sql.raw("audit_events.occurred_at::text as at, audit_events.id"),
  indexed: sql.raw("occurred_at::text as at, id"),
  placeOf: (place) => place,
};

export const WHOLE_EVENT: Selection<AuditEventRow> = {
  columns: sql.raw(
    Object.entries(getTableColumns(auditEvents))
      .map(([property, { name }]) => `audit_events."${name}" as "${property}"`)
      .join(", "),
  ),
  indexed: null,
  placeOf: ({ occurredAt, id }) => ({ at: occurredAt, id }),
};

/** The span of a question, from a cursor on. */
export function between({ from, to }: Question, cursor: AuditCursor | null): Between {
  const isNewestFirst = cursor?.direction !== "newer";
  const low = { at: from ?? "-infinity", id: NIL };
  const high = { at: to ?? "infinity", id: NIL };
  if (cursor === null) return { low, high, isNewestFirst };
  const place = { at: cursor.at, id: cursor.id };
  // A cursor outside of the span would widen it: the address may have been put together by hand.
  return isNewestFirst
    ? { low, high: lower(place, high), isNewestFirst }
    : { low: higher(place, low), high, isNewestFirst };
}

/** @returns at most `limit` events in the order of the walk: those in the index, and those that are not yet */
export async function walk<R>(
  tx: Tx,
  workspaceId: string,
  question: Question,
  span: Between,
  limit: number,
  selection: Selection<R>,
): Promise<R[]> {
  await planEachTime(tx);
  const late = await listUnindexed(tx, question, span, limit, selection);
  const indexed = await listIndexed(tx, workspaceId, question, span, limit, selection);
  if (late.length === 0) return indexed;
  const sign = span.isNewestFirst ? -1 : 1;
  // What was indexed between the two questions is in both answers.
  const known = new Set(late.map((row) => selection.placeOf(row).id));
  return [...late, ...indexed.filter((row) => !known.has(selection.placeOf(row).id))]
    .toSorted((one, other) => sign * compare(selection.placeOf(one), selection.placeOf(other)))
    .slice(0, limit);
}

async function listIndexed<R>(
  tx: Tx,
  workspaceId: string,
  question: Question,
  span: Between,
  limit: number,
  { columns, indexed }: Selection<R>,
): Promise<R[]> {
  const { text, unsure } = indexQuery(question.terms, workspaceId);
  const ask = (from: Between, most: number) => indexCall(text, question.hidesBrowserReads, from, most);
  const isSure = unsure.length === 0;
  const found = isSure
    ? sql`${ask(span, limit)} as found`
    : placeList(await listChecked(tx, ask, conditionsOf(unsure), span, limit));
  const rows =
    isSure && indexed !== null
      ? await tx.execute(sql`select ${indexed} from ${found} order by ${ordered(span)}`)
      : await tx.execute(
          sql`select ${columns} from ${found} join audit_events using (occurred_at, id) order by ${ordered(span)}`,
        );
  return [...rows] as R[];
}

/** Where the index answers with too much: the places of those that meet the condition, candidates by candidates. */
async function listChecked(
  tx: Tx,
  ask: (span: Between, limit: number) => SQL,
  condition: SQL | undefined,
  span: Between,
  limit: number,
): Promise<Place[]> {
  const found: Place[] = [];
  for (let rest = span; ; ) {
    const rows = await tx.execute(sql`
      select occurred_at::text as at, id, (${condition}) is true as "isMet"
      from ${ask(rest, CANDIDATES)} as found join audit_events using (occurred_at, id)
      order by ${ordered(span)}`);
    const candidates = [...rows] as unknown as (Place & { readonly isMet: boolean })[];
    found.push(...candidates.filter(({ isMet }) => isMet));
    const last = candidates.at(-1);
    if (last === undefined || found.length >= limit || candidates.length < CANDIDATES) return found.slice(0, limit);
    rest = span.isNewestFirst ? { ...rest, high: last } : { ...rest, low: last };
  }
}

/** The same of the events alone that are not in the index yet. */
export async function listUnindexed<R>(
  tx: Tx,
  question: Question,
  span: Between,
  limit: number,
  { columns }: Selection<R>,
): Promise<R[]> {
  const rows = await tx.execute(sql`
    select ${columns} ${unindexed(question, span)} order by ${ordered(span, "audit_arrivals.")} limit ${limit}`);
  return [...rows] as R[];
}

/**
 * `from … where …` for the events that are not in the index yet. Each is looked up by itself: how many there are is not
 * known when it is planned, and joining them with the whole log would take seconds where the first fifty are wanted.
 */
export function unindexed({ terms, hidesBrowserReads }: Question, { low, high }: Between): SQL {
  return sql`from audit_arrivals cross join lateral (
    select * from audit_events as event
    where event.occurred_at = audit_arrivals.occurred_at and event.id = audit_arrivals.id offset 0
  ) as audit_events where ${and(
    sql`audit_arrivals.occurred_at >= ${low.at}::timestamptz`,
    sql`audit_arrivals.occurred_at <= ${high.at}::timestamptz`,
    sql`(audit_arrivals.occurred_at, audit_arrivals.id) > (${low.at}::timestamptz, ${low.id}::uuid)`,
    sql`(audit_arrivals.occurred_at, audit_arrivals.id) < (${high.at}::timestamptz, ${high.id}::uuid)`,
    hidesBrowserReads ? sql`not ${IS_BROWSER_READ}` : undefined,
    conditionsOf(terms),
  )}`;
}

export function indexCall(
  text: string | null,
  hidesBrowserReads: boolean,
  { low, high, isNewestFirst }: Between,
  limit: number,
): SQL {
  return sql`search_audit_index(${text}::text, ${hidesBrowserReads}::boolean, ${low.at}::timestamptz, ${low.id}::uuid, ${high.at}::timestamptz,
    ${high.id}::uuid, ${isNewestFirst}::boolean, ${limit}::integer)`;
}

function placeList(places: readonly Place[]): SQL {
  const json = JSON.stringify(places.map(({ at, id }) => ({ occurred_at: at, id })));
  return sql`jsonb_to_recordset(${json}::jsonb) as found(occurred_at timestamptz, id uuid)`;
}

function ordered({ isNewestFirst }: Between, table = ""): SQL {
  const direction = isNewestFirst ? "desc" : "asc";
  return sql.raw(`${table}occurred_at ${direction}, ${table}id ${direction}`);
}

/** PostgreSQL's own text of a moment in UTC leaves zeros at the end out, so that texts can't be compared. */
function compare(one: Place, other: Place): number {
  const [a, b] = [one, other].map(
    ({ at, id }) =>
      `${at
        .replace(/\+00$/, "")
        .padEnd(26, "0")
        .replace(/^(.{19})0/, "$1.")}${id}`,
  );
  return (a ?? "") < (b ?? "") ? -1 : 1;
}

function lower(one: Place, other: Place): Place {
  return other.at === "infinity" || Date.parse(one.at) < Date.parse(other.at) ? one : other;
}

function higher(one: Place, other: Place): Place {
  return other.at === "-infinity" || Date.parse(one.at) >= Date.parse(other.at) ? one : other;
}
