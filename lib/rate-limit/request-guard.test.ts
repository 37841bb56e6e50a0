import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { drainRefusals, takeRequests } from "./index.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => Promise.reject(new Error("nothing to report"));

it("gives each key its own minute, and says how long to wait", () => {
  expect(takeRequests("a", 2, 2, never)).toEqual({ ok: true });
  expect(takeRequests("b", 1, 2, never)).toEqual({ ok: true });
  vi.advanceTimersByTime(20_000);
  expect(takeRequests("a", 1, 2, never)).toEqual({ ok: false, retryAfterSeconds: 40, isFirst: true });
  vi.advanceTimersByTime(40_000);
  expect(takeRequests("a", 1, 2, never)).toEqual({ ok: true });
});

it("takes a batch whole or not at all", () => {
  expect(takeRequests("c", 3, 5, never).ok).toBe(true);
  expect(takeRequests("c", 3, 5, never).ok).toBe(false);
  expect(takeRequests("c", 2, 5, never).ok).toBe(true);
});

it("reports the refusals after the first once, when the minute is over", async () => {
  const report = vi.fn(async () => undefined);
  takeRequests("d", 1, 1, report);
  for (let count = 0; count < 4; count++) takeRequests("d", 1, 1, report);
  expect(report).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(report.mock.calls).toEqual([[3]]);
  await drainRefusals();
  expect(report).toHaveBeenCalledTimes(1);
});

it("reports what is open at shutdown, and nothing when there was one refusal only", async () => {
  const report = vi.fn(async () => undefined);
  takeRequests("e", 1, 0, report);
  takeRequests("f", 1, 0, report);
  takeRequests("f", 1, 0, report);
  await drainRefusals();
  expect(report.mock.calls).toEqual([[1]]);
});
