import { describe, expect, it } from "vitest";
import { addBuckets, LATENCY_BOUNDS_US, LATENCY_BUCKETS, percentileMs } from "./latency.ts";

const bucketOf = (us: number) => {
  const index = LATENCY_BOUNDS_US.findIndex((bound) => us < bound);
  return index === -1 ? LATENCY_BUCKETS - 1 : index;
};
const counted = (durations: readonly number[]) => {
  const buckets = Array<number>(LATENCY_BUCKETS).fill(0);
  for (const us of durations) buckets[bucketOf(us)] = (buckets[bucketOf(us)] ?? 0) + 1;
  return buckets;
};

describe("percentiles out of buckets", () => {
  it("are null of nothing", () => {
    expect(percentileMs(counted([]), 0.5)).toBeNull();
  });

  it("lie in the bucket in which the exact ones lie", () => {
    const durations = Array.from({ length: 1_000 }, (_, index) => 100 + ((index * 7_919) % 1_000) * 900);
    const sorted = durations.toSorted((one, other) => one - other);
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = sorted[Math.ceil(share * 1_000) - 1] ?? 0;
      expect(bucketOf((percentileMs(counted(durations), share) ?? 0) * 1000 - 1)).toBe(bucketOf(exact));
    }
  });

  it("never lie above what was counted last", () => {
    expect(percentileMs(counted([60_000_000]), 0.95)).toBe(10_000);
  });

  it("are the same of a sum as of all together", () => {
    const [one, other] = [counted([400, 900, 20_000]), counted([2_500, 2_600])];
    expect(percentileMs(addBuckets(one, other), 0.5)).toBe(
      percentileMs(counted([400, 900, 20_000, 2_500, 2_600]), 0.5),
    );
  });

  it("have bounds that only rise", () => {
    expect(LATENCY_BOUNDS_US.toSorted((one, other) => one - other)).toEqual(LATENCY_BOUNDS_US);
  });
});
