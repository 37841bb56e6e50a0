import { validate, version } from "uuid";
import { expect, it } from "vitest";
import { newId } from "./ids.ts";

it("makes ids that differ, in the order in which they were made, with the time in front", () => {
  const startedAt = Date.now();
  const ids = Array.from({ length: 5_000 }, newId);
  const endedAt = Date.now();
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  // The random part, which doesn't count on.
  expect(new Set(ids.map((id) => id.slice(-11))).size).toBe(ids.length);
  const times = ids.map((id) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(startedAt);
  expect(Math.max(...times)).toBeLessThanOrEqual(endedAt + 1);
});
