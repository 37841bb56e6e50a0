import { describe, expect, it } from "vitest";
import { CLIENT_KINDS, followsNameConvention } from "#lib/api-keys/schemas.ts";
import { conventionalName, suggestName } from "./name-suggestion.ts";

describe("names", () => {
  it("are suggested as the convention wants them, for every client and device", () => {
    for (const kind of CLIENT_KINDS)
      for (const agent of ["Macintosh; Intel Mac OS X", "Windows NT 10.0", "X11; Linux", "?"])
        expect(followsNameConvention(suggestName(kind, agent))).toBe(true);
  });

  it.each([
    ["Claude Desktop (Jörgs Mac)", "claude-desktop-jorgs-mac"],
    ["Laptop", "cursor-laptop"],
    ["  --x_y--  ", "x-y"],
    ["鍵", null],
  ])("are put into its form: %s", (typed, expected) => {
    expect(conventionalName(typed, "cursor")).toBe(expected);
  });
});
