import { describe, expect, it } from "vitest";
import { findUnstorable } from "./storable-input.ts";

describe("findUnstorable", () => {
  it("accepts what PostgreSQL can store, astral characters included", () => {
    expect(findUnstorable({ title: "🏰 Größe", labels: ["a", 1, null, true], nested: { at: new Date() } })).toBeNull();
  });

  it("names the path of a NUL or of half a surrogate pair", () => {
    expect(findUnstorable({ a: [{ b: "x\u0000y" }] })).toBe("a.0.b");
    expect(findUnstorable({ title: "\ud83c" })).toBe("title");
    expect(findUnstorable("\u0000")).toBe("");
  });

  it("looks at the names of fields, and never repeats a bad one", () => {
    expect(findUnstorable({ meta: { "a\u0000": 1 } })).toBe("meta");
  });

  it("refuses what is nested deeper than any schema, without running out of stack", () => {
    let deep: unknown = "bottom";
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(findUnstorable(deep)).not.toBeNull();
  });
});
