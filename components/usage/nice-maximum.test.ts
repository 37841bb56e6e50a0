import { expect, it } from "vitest";
import { niceMaximum } from "./nice-maximum.ts";

it.each([
  [0, 1],
  [Number.NEGATIVE_INFINITY, 1],
  [1, 1],
  [3, 5],
  [5, 5],
  [11, 20],
  [99, 100],
  [100, 100],
  [101, 200],
  [60_000, 100_000],
])("ends an axis for %d at %d", (value, end) => {
  expect(niceMaximum(value)).toBe(end);
});
