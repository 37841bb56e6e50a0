import { describe, expect, it } from "vitest";
import { changedFields, conflictRows } from "./edit-conflict.ts";

const base = { title: "Plan", status: "todo", labels: ["a"] };

describe("changedFields", () => {
  it("keeps only what the person changed", () => {
    expect(changedFields(base, { ...base, labels: ["a"] })).toEqual({});
    expect(changedFields(base, { ...base, title: "Plan B", labels: ["a", "b"] })).toEqual({
      title: "Plan B",
      labels: ["a", "b"],
    });
  });
});

describe("conflictRows", () => {
  it("lists what others changed, and the person's own wish where there is one", () => {
    const current = { ...base, title: "Plan C", status: "done" };
    expect(conflictRows(base, current, { title: "Plan B" })).toEqual([
      { field: "title", was: "Plan", now: "Plan C", yours: "Plan B" },
      { field: "status", was: "todo", now: "done" },
    ]);
  });
});
