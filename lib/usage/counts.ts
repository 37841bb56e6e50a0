import { addBuckets, percentileMs } from "./latency.ts";
import type { UsageCounts } from "./schemas.ts";

/** What was counted of some calls. */
export interface Counted {
  readonly calls: number;
  readonly errors: number;
  readonly refusals: number;
  readonly latency: readonly number[];
}

export function sumOf(rows: readonly Counted[]): UsageCounts {
  let sum: Counted = { calls: 0, errors: 0, refusals: 0, latency: [] };
  for (const row of rows) {
    sum = {
      calls: sum.calls + row.calls,
      errors: sum.errors + row.errors,
      refusals: sum.refusals + row.refusals,
      latency: addBuckets(sum.latency, row.latency),
    };
  }
  const { latency, ...counts } = sum;
  return { ...counts, p50Ms: percentileMs(latency, 0.5), p95Ms: percentileMs(latency, 0.95) };
}
