import { expect, it } from "vitest";
import { DAY_MS } from "#lib/durations/index.ts";
import { nextAttemptAt } from "./attempts.ts";

it("tries ten times in all, each pause longer than the one before, over about three days", () => {
  const start = new Date("2026-03-01T00:00:00Z");
  let at = start;
  let pause = 0;
  for (let attempts = 1; attempts < 10; attempts += 1) {
    const next = nextAttemptAt(attempts, at);
    expect(next).not.toBeNull();
    const wait = (next?.getTime() ?? 0) - at.getTime();
    expect(wait).toBeGreaterThan(pause);
    pause = wait;
    at = next ?? at;
  }
  expect(nextAttemptAt(10, at)).toBeNull();
  expect((at.getTime() - start.getTime()) / DAY_MS).toBeCloseTo(3.1, 0);
});
