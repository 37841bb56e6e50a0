import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#lib/durations/index.ts";
import { nextAttemptAt } from "./back-off.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const pause = (failures: number, chance = 1, retryAfter?: string) =>
  nextAttemptAt(failures, NOW, chance, retryAfter).getTime() - NOW.getTime();

describe("the pause after a failure", () => {
  it("doubles from five seconds to five minutes, and is never given up", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((failures) => pause(failures) / 1000)).toEqual([
      5, 10, 20, 40, 80, 160, 300, 300,
    ]);
    expect(pause(1_000_000)).toBe(5 * MINUTE_MS);
  });

  it("is spread by chance, over a fifth of it", () => {
    expect(pause(1, 0)).toBe(4_000);
    expect(pause(1, 0.5)).toBe(4_500);
    expect(pause(20, 0)).toBe(4 * MINUTE_MS);
  });
});

describe("Retry-After, RFC 9110 §10.2.3", () => {
  it("is honoured as seconds and as a date, where it is longer than the pause", () => {
    expect(pause(1, 1, "120")).toBe(2 * MINUTE_MS);
    expect(pause(1, 1, "Sun, 22 Nov 2026 12:10:00 GMT")).toBe(10 * MINUTE_MS);
    expect(pause(7, 1, "1")).toBe(5 * MINUTE_MS);
  });

  it("is bounded to an hour, and nonsense or the past is none", () => {
    expect(pause(1, 1, "999999999")).toBe(HOUR_MS);
    expect(pause(1, 1, "Sat, 21 Nov 2026 12:00:00 GMT")).toBe(5_000);
    for (const text of ["-5", "soon", ""]) expect(pause(1, 1, text)).toBe(5_000);
  });
});
