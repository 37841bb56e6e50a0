import { describe, expect, it } from "vitest";
import { generateToken } from "#lib/api-keys/token.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { decodeText, findSuspicious } from "./suspicious-text.ts";

describe("the repository's check for secrets", () => {
  it.each(ENVIRONMENTS)("refuses a live key of %s, wherever it stands in a line", (environment) => {
    const { token } = generateToken(environment);
    for (const line of [token, `KEY="${token}"`, `{"headers":{"Authorization":"Bearer ${token}"}}`, `x=${token}&y`]) {
      const [problem, ...more] = findSuspicious("config/claude.json", `first\n${line}\nlast`);
      expect(more).toEqual([]);
      expect(problem).toMatch(/^config\/claude\.json:2: is an API key with the right checksum; revoke it: /);
      expect(problem).not.toContain(token);
    }
  });

  it("finds a live key in files that other rules leave out, and with more text stuck to it", () => {
    const { token } = generateToken("production");
    expect(findSuspicious("package-lock.json", token)).toHaveLength(1);
    expect(findSuspicious("a.txt", `${token}AndMore`)[0]).toContain("right checksum");
  });

  it("refuses what only looks like a key, and says so", () => {
    const { token } = generateToken("production");
    const mistyped = `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`;
    expect(findSuspicious("a.txt", mistyped)[0]).toContain("looks like an API key");
    expect(findSuspicious("package-lock.json", mistyped)).toEqual([]);
  });

  it("reads UTF-16 as well, which some shells write, and takes a picture for no text", () => {
    const { token } = generateToken("production");
    const little = Buffer.from(`\uFEFFKEY=${token}\r\n`, "utf16le");
    for (const bytes of [little, Buffer.from(little).swap16(), Buffer.from(token)]) {
      expect(findSuspicious("a.txt", decodeText(bytes))).toHaveLength(1);
    }
    expect(decodeText(Buffer.from([0x89, 0x50, 0, 1]))).toBe("");
  });

  it("lets hints, prefixes and patterns pass", () => {
    for (const text of ["pst_prod_…x7Qa", "pst_dev_", "pst_<dev|stg|prod>_<key id>_<secret><checksum>"]) {
      expect(findSuspicious("docs/api-keys.md", text)).toEqual([]);
    }
  });
});
