import { expect, it } from "vitest";
import { rangesOf } from "./ranges.ts";

it.each([
  [[], []],
  [[4], [[4, 4]]],
  [
    [3, 1, 2, 7, 8, 5],
    [
      [1, 3],
      [5, 5],
      [7, 8],
    ],
  ],
  [[1, 1, 2], [[1, 2]]],
])("%j is %j", (leaves, ranges) => {
  expect(rangesOf(leaves)).toEqual(ranges);
});
