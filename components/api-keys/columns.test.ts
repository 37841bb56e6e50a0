import { describe, expect, it } from "vitest";
import { DEFAULT_KEY_COLUMNS, KEY_COLUMNS, parseKeyColumns } from "./columns.ts";

describe("chosen columns", () => {
  it("keep the order of display and leave out what is unknown", () => {
    expect(parseKeyColumns("status,colour,environment")).toEqual(["environment", "status"]);
    expect(parseKeyColumns(KEY_COLUMNS.join(","))).toEqual(KEY_COLUMNS);
  });

  it("can be none at all, which is not the same as nothing chosen", () => {
    expect(parseKeyColumns("")).toEqual([]);
    expect(parseKeyColumns(undefined)).toBeNull();
    expect(parseKeyColumns(null)).toBeNull();
    expect(DEFAULT_KEY_COLUMNS).toContain("status");
  });
});
