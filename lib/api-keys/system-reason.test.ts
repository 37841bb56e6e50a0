import { describe, expect, it } from "vitest";
import { readReason, SYSTEM_REASONS, systemReason } from "./system-reason.ts";

describe("a stored reason", () => {
  it.each(SYSTEM_REASONS)("gives its code and what it is about back: %s", (code) => {
    expect(readReason(systemReason(code))).toEqual({ code, detail: null });
    expect(readReason(systemReason(code, ""))).toEqual({ code, detail: null });
    expect(readReason(systemReason(code, "two\nlines"))).toEqual({ code, detail: "two\nlines" });
  });

  it.each(["The laptop was lost", "Rotation finished", "system:unknown", "system: declined", ""])(
    "that a person has written stays what they wrote: %s",
    (text) => {
      expect(readReason(text)).toEqual({ code: null, detail: text });
    },
  );
});
