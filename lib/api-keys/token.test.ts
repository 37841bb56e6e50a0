import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { generateToken, parseToken, TOKEN_PREFIXES, tokenHint } from "./token.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const many = (environment: (typeof ENVIRONMENTS)[number]) =>
  Array.from({ length: 200 }, () => generateToken(environment));

describe("generateToken", () => {
  it.each(ENVIRONMENTS)(
    "makes tokens of one shape and length for %s, which parse to their own parts",
    (environment) => {
      for (const { token, keyId, secret } of many(environment)) {
        expect(token).toMatch(new RegExp(`^${TOKEN_PREFIXES[environment]}[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$`));
        expect(parseToken(token)).toEqual({ environment, keyId, secret });
      }
    },
  );

  it("never repeats a key id or a secret", () => {
    const tokens = many("production");
    expect(new Set(tokens.map(({ keyId }) => keyId)).size).toBe(tokens.length);
    expect(new Set(tokens.map(({ secret }) => secret)).size).toBe(tokens.length);
  });

  it("stays one word for a double click and a URL-safe string", () => {
    for (const { token } of many("staging")) expect(encodeURIComponent(token)).toBe(token);
  });
});

describe("parseToken", () => {
  const { token } = generateToken("production");
  const swap = (text: string, at: number) => {
    const old = text.charAt(at);
    return text.slice(0, at) + BASE62.charAt((BASE62.indexOf(old) + 1) % 62) + text.slice(at + 1);
  };

  it("finds a single wrong character anywhere behind the prefix", () => {
    for (let at = "pst_prod_".length; at < token.length; at++) {
      if (token.charAt(at) === "_") continue;
      expect(parseToken(swap(token, at))).toBe("wrong_checksum");
    }
  });

  it("finds two swapped neighbours", () => {
    for (let at = "pst_prod_".length; at < token.length - 1; at++) {
      const [left, right] = [token.charAt(at), token.charAt(at + 1)];
      if (left === right || left === "_" || right === "_") continue;
      const swapped = token.slice(0, at) + right + left + token.slice(at + 2);
      expect(parseToken(swapped)).toBe("wrong_checksum");
    }
  });

  it("binds the environment to the checksum: a relabelled key is no key", () => {
    expect(parseToken(token.replace("pst_prod_", "pst_dev_"))).toBe("wrong_checksum");
  });

  it.each([
    "",
    "pst_prod_",
    "Bearer",
    token.slice(0, -1),
    `${token}0`,
    ` ${token}`,
    `${token}\n`,
    token.toUpperCase(),
    token.replace("pst_prod_", "pst_live_"),
    token.replace("pst_prod_", "pst_PROD_"),
    token.replace(/.$/, "ä"),
    token.replace(/.$/, "-"),
    `sk_${"a".repeat(60)}`,
    "x".repeat(100_000),
  ])("refuses what doesn't have the shape (%#)", (text) => {
    expect(parseToken(text)).toBe("malformed");
  });
});

describe("tokenHint", () => {
  it("shows the prefix and the last four, nothing else", () => {
    expect(tokenHint("production", "x7Qa")).toBe("pst_prod_…x7Qa");
    expect(tokenHint("development", "0000")).toBe("pst_dev_…0000");
  });
});
