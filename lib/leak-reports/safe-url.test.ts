import { describe, expect, it } from "vitest";
import { generateToken } from "#lib/api-keys/token.ts";
import { safeUrl } from "./safe-url.ts";

describe("a reported address", () => {
  it.each([
    ["https://github.com/acme/app/blob/main/.env#L12", "https://github.com/acme/app/blob/main/.env#L12"],
    ["https://example.com/a#L1C2-L3C4", "https://example.com/a#L1C2-L3C4"],
    ["https://user:pass@example.com/a", "https://example.com/a"],
    ["https://example.com/a?token=secret#access_token=secret", "https://example.com/a"],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["not an address", null],
    ["", null],
    [null, null],
  ])("%j is written down as %j", (text, expected) => {
    expect(safeUrl(text)).toBe(expected);
  });

  it("never has a token in it, and is never longer than 500 characters", () => {
    const { token } = generateToken("production");
    expect(safeUrl(`https://example.com/${token}`)).toBe("https://example.com/[redacted]");
    expect(safeUrl(`https://example.com/${"x".repeat(9_000)}`)).toHaveLength(500);
  });
});
