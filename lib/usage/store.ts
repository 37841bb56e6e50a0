import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/tenant.ts";
import { COUNTS, EVENTS, TOOL } from "./count-store.ts";
import type { Counted } from "./counts.ts";

export interface UsageRow extends Counted {
  readonly startsAt: Date;
  readonly tool: string;
}

// What is rolled up, and the events since: one statement, so that an hour that is rolled up meanwhile is in one of them.
const ROLLED = sql.raw("(select coalesce((select rolled_until from usage_rollups), '-infinity'))");

/** What a credential did since a moment, by hour or by day. */
export async function listUsage(tx: Tx, credentialId: string, unit: "hour" | "day", from: Date): Promise<UsageRow[]> {
  const since = sql`${from.toISOString()}::timestamptz`;
  const table = sql.raw(unit === "hour" ? "usage_hours" : "usage_days");
  const rows = await tx.execute(sql`
    select starts_at, tool, calls, errors, refusals, latency from ${table}
    where credential_id = ${credentialId} and starts_at >= ${since}
    union all
    select date_trunc(${sql.raw(`'${unit}'`)}, occurred_at, 'UTC'), ${TOOL}, ${COUNTS} from ${EVENTS}
    where credential_id = ${credentialId} and occurred_at >= ${since} and occurred_at >= ${ROLLED} group by 1, 2`);
  return [...rows].map(toRow);
}

/** The columns of the statement above guarantee the shape. */
function toRow(row: Record<string, unknown>): UsageRow {
  return {
    startsAt: new Date(String(row.starts_at)),
    tool: String(row.tool),
    calls: Number(row.calls),
    errors: Number(row.errors),
    refusals: Number(row.refusals),
    latency: row.latency as number[],
  };
}

export interface DayOfCalls {
  readonly credentialId: string;
  readonly startsAt: Date;
  readonly calls: number;
}

/** Answered calls of several credentials by day since a moment, in one statement; days without any are missing. */
export async function listDaysOfCalls(tx: Tx, credentialIds: readonly string[], from: Date): Promise<DayOfCalls[]> {
  const rows = await tx.execute(sql`
    select credential_id, starts_at, sum(calls)::int as calls from ${callsSince(credentialIds, from)} group by 1, 2`);
  return [...rows].map((row) => ({
    credentialId: String(row.credential_id),
    startsAt: new Date(String(row.starts_at)),
    calls: Number(row.calls),
  }));
}

/** The same, all days together; a credential without any is missing. */
export async function sumCalls(
  tx: Tx,
  credentialIds: readonly string[],
  from: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.execute(sql`
    select credential_id, sum(calls)::int as calls from ${callsSince(credentialIds, from)} group by 1`);
  return new Map([...rows].map((row) => [String(row.credential_id), Number(row.calls)]));
}

function callsSince(credentialIds: readonly string[], from: Date): SQL {
  const since = sql`${from.toISOString()}::timestamptz`;
  const ids = sql`${`{${credentialIds.join(",")}}`}::uuid[]`;
  return sql`(
      select credential_id, starts_at, calls from usage_days where credential_id = any(${ids}) and starts_at >= ${since}
      union all
      select credential_id, date_trunc('day', occurred_at, 'UTC') as starts_at, 1 as calls from audit_events
      where credential_id = any(${ids}) and status <> 'denied' and occurred_at >= ${since} and occurred_at >= ${ROLLED}
    ) as day`;
}

export async function hasApiKey(tx: Tx, id: string): Promise<boolean> {
  return (await tx.execute(sql`select 1 from api_keys where id = ${id}`)).length > 0;
}
