import { sql } from "drizzle-orm";
import { LATENCY_BOUNDS_US, LATENCY_BUCKETS } from "./latency.ts";

const buckets = Array.from({ length: LATENCY_BUCKETS }, (_, index) => index);

/** Unknown tools have the names that callers chose: they are no tools of ours, and there could be any number of them. */
export const TOOL = sql.raw("case when action = 'mcp.unknown_tool' then '' else coalesce(tool, '') end");

/** Events of a credential, each with its bucket; to be filtered, and counted by {@link COUNTS}. */
export const EVENTS = sql.raw(
  `(select *, width_bucket(duration_us, array[${LATENCY_BOUNDS_US.join(",")}]) as bucket from audit_events
    where credential_id is not null) as event`,
);

/** The last of several folded events of refused authentication counts the first one, which is an event itself, again. */
const REFUSALS = `case when action = 'authentication.failed' and folded_count > 1 then folded_count - 1 else folded_count end`;

export const COUNTS = sql.raw(`
  (count(*) filter (where status <> 'denied'))::int as calls,
  (count(*) filter (where status = 'error'))::int as errors,
  (coalesce(sum(${REFUSALS}) filter (where status = 'denied'), 0))::int as refusals,
  array[${buckets.map((index) => `(count(*) filter (where status <> 'denied' and bucket = ${index}))::int`).join(",")}] as latency`);

/** The same out of rows that are counted already. */
export const SUMS = sql.raw(`
  sum(calls)::int as calls, sum(errors)::int as errors, sum(refusals)::int as refusals,
  array[${buckets.map((index) => `sum(latency[${index + 1}])::int`).join(",")}] as latency`);
