import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generateToken } from "#lib/api-keys/token.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";

const page = readFileSync(new URL("../../docs/leak-reports.md", import.meta.url), "utf8");
const blockOf = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";

/** What docs/leak-reports.md tells scanners, run as it stands there. */
describe("docs/leak-reports.md", () => {
  it("has a pattern that finds every key in a text", () => {
    const pattern = new RegExp(blockOf("").trim(), "g");
    const tokens = ENVIRONMENTS.map((environment) => generateToken(environment).token);
    expect(`a=${tokens.join('", b="')}`.match(pattern)).toEqual(tokens);
  });

  it("has code that tells a key from a typo", async () => {
    const code = `data:text/javascript,${encodeURIComponent(blockOf("js"))}`;
    const { isPosternKey } = (await import(/* @vite-ignore */ code)) as { isPosternKey: (token: string) => boolean };
    for (const environment of ENVIRONMENTS) {
      for (let round = 0; round < 100; round++) {
        const { token } = generateToken(environment);
        expect(isPosternKey(token)).toBe(true);
        expect(isPosternKey(`${token.slice(0, -7)}${token.at(-7) === "a" ? "b" : "a"}${token.slice(-6)}`)).toBe(false);
      }
    }
  });
});
