import { expect, it } from "vitest";
import { MINUTE_MS } from "#lib/durations/index.ts";
import { type Facts, healthOf } from "./health.ts";
import type { HealthState } from "./schemas.ts";
import { dueNotice } from "./tell-admins.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE_MS);
const WELL: Facts = { pausedAt: null, failingSince: null, oldestWaitingAt: null };

it.each<[string, Partial<Facts>, HealthState]>([
  ["nothing waits", {}, "healthy"],
  ["something waits for a moment", { oldestWaitingAt: ago(4) }, "healthy"],
  ["something waits too long", { oldestWaitingAt: ago(5) }, "delayed"],
  ["the last attempt failed", { failingSince: ago(1) }, "delayed"],
  ["attempts fail for a quarter of an hour", { failingSince: ago(15) }, "failing"],
  ["it is paused, whatever else", { pausedAt: ago(1), failingSince: ago(60) }, "paused"],
])("when %s, a destination is shown as such", (_, facts, state) => {
  expect(healthOf({ ...WELL, ...facts }, NOW)).toBe(state);
});

it("tells an outage once it is one, its end if it was told, and nothing else", () => {
  const none = { pausedAt: null, failingSince: null, alertedAt: null };
  expect(dueNotice(none, NOW)).toBeNull();
  expect(dueNotice({ ...none, failingSince: ago(14) }, NOW)).toBeNull();
  expect(dueNotice({ ...none, failingSince: ago(15) }, NOW)).toBe("failing");
  expect(dueNotice({ ...none, failingSince: ago(15), pausedAt: ago(1) }, NOW)).toBeNull();
  expect(dueNotice({ ...none, failingSince: ago(60), alertedAt: ago(45) }, NOW)).toBeNull();
  expect(dueNotice({ ...none, alertedAt: ago(45) }, NOW)).toBe("recovered");
});
