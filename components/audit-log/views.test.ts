import { describe, expect, it } from "vitest";
import { parseQuery, writeQuery } from "./query.ts";
import { isShown, queryOfView, searchOf } from "./views.ts";

describe("a saved view and the address", () => {
  it.each([
    "",
    "?q=tool%3Acreate_*&range=7d",
    "?q=x&from=2026-11-01T00%3A00%3A00.000Z&reads=shown",
    "?to=2026-11-01T00%3A00%3A00.000Z",
    "?range=all",
  ])("say the same: %j", (address) => {
    const query = parseQuery(Object.fromEntries(new URLSearchParams(address)));
    const view = { search: searchOf(query) };
    expect(writeQuery(queryOfView(view))).toBe(address);
    expect(isShown(view, { ...query, cursor: "next" })).toBe(true);
    expect(isShown(view, { ...query, q: "other" })).toBe(false);
  });
});
