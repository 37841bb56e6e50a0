import { describe, expect, it } from "vitest";
import { type PageOf, pageOf } from "./page-of.ts";

describe("a page of a list", () => {
  it("has its part and leads to its neighbours", () => {
    expect(pageOf(["a", "b", "c", "d", "e"], 2, 2)).toEqual({
      ...{ items: ["c", "d"], from: 3, to: 4, total: 5 },
      ...{ previous: 1, next: 3 },
    });
    expect(pageOf(["a"], 1, 2)).toMatchObject({ items: ["a"], previous: null, next: null });
  });

  it("is the nearest one where there is none", () => {
    expect(pageOf(["a", "b", "c"], 9, 2)).toMatchObject({ items: ["c"], previous: 1, next: null });
    expect(pageOf(["a", "b", "c"], -1, 2)).toMatchObject({ items: ["a", "b"], next: 2 });
    expect(pageOf([], 1, 2)).toMatchObject({ items: [], total: 0, next: null });
  });

  it.each([0, 1, 2, 49, 50, 51, 100, 101])("of %i things, one after the other, leave nothing out", (count) => {
    const all = Array.from({ length: count }, (_, place) => place);
    const seen: number[] = [];
    for (let page: number | null = 1; page !== null; ) {
      const shown: PageOf<number> = pageOf(all, page, 50);
      seen.push(...shown.items);
      page = shown.next;
    }
    expect(seen).toEqual(all);
  });
});
