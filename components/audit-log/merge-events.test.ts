import { expect, it } from "vitest";
import { mergeEvents } from "./merge-events.ts";

const event = (id: string, second: number) => ({ id, occurredAt: `2026-11-21T10:00:0${second}.000000Z` });

it("shows what came beside the page once, the newest first, a late one at its own place", () => {
  const page = [event("d", 4), event("b", 2), event("a", 1)];
  const arrived = [event("c", 3), event("e", 5), event("d", 4)];
  expect(mergeEvents(arrived, page).map(({ id }) => id)).toEqual(["e", "d", "c", "b", "a"]);
  expect(mergeEvents([], page)).toEqual(page);
});
