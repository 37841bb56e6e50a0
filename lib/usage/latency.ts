/**
 * The buckets that durations are counted in, by their upper bounds in microseconds; one more is above them. Half as much
 * again or twice as much from one to the next: a percentile is never further off than that.
 */
export const LATENCY_BOUNDS_US = [
  500, 1_000, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 25_000, 50_000, 75_000, 100_000, 150_000, 250_000, 500_000,
  750_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000,
] as const;

export const LATENCY_BUCKETS = LATENCY_BOUNDS_US.length + 1;

/**
 * A percentile out of counted durations, in milliseconds, as if they lay evenly in their bucket; null of none. What is
 * above all bounds counts as the last one.
 * @param share 0.5 for the median
 */
export function percentileMs(buckets: readonly number[], share: number): number | null {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let rest = share * total;
  for (const [index, count] of buckets.entries()) {
    if (count > 0 && rest <= count) {
      const lower = LATENCY_BOUNDS_US[index - 1] ?? 0;
      const upper = LATENCY_BOUNDS_US[index] ?? lower;
      return Math.round(lower + (upper - lower) * (rest / count)) / 1000;
    }
    rest -= count;
  }
  return null;
}

export function addBuckets(one: readonly number[], other: readonly number[]): number[] {
  return Array.from({ length: LATENCY_BUCKETS }, (_, index) => (one[index] ?? 0) + (other[index] ?? 0));
}
