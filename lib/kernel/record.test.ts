import { afterEach, describe, expect, it, vi } from "vitest";
import { HOUR_MS } from "#lib/durations/index.ts";
import { microseconds } from "./record.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("microseconds", () => {
  it("gives ISO 8601 in UTC with six decimals, later each time", () => {
    const moments = Array.from({ length: 2_000 }, microseconds);
    expect(moments.every((moment) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(moment))).toBe(true);
    expect(moments.toSorted()).toEqual(moments);
    expect(new Set(moments).size).toBe(moments.length);
  });

  it("follows the wall clock where the monotonic one stood still, as after a sleep of the machine", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + HOUR_MS });
    expect(Math.abs(Date.parse(microseconds()) - Date.now())).toBeLessThanOrEqual(3);
  });
});
