import { afterEach, describe, expect, it } from "vitest";
import { randomSecret } from "#lib/crypto/index.ts";
import { config, provideEnvironment } from "#lib/env/index.ts";
import { hashSecret, matchesSecret } from "./secret-hash.ts";

const original = config()
  .keyPeppers.map(({ id, key }) => `${id}:${key.toString("base64")}`)
  .join(",");
const second = `2:${randomSecret(32).toString("base64")}`;
const setPeppers = (peppers: string) => provideEnvironment({ POSTERN_KEY_PEPPER: peppers });

afterEach(() => setPeppers(original));

describe("hashSecret", () => {
  it("matches the same key id and secret, and nothing else", () => {
    const stored = hashSecret("id", "secret");
    expect(matchesSecret("id", "secret", stored)).toBe(true);
    expect(matchesSecret("id", "secreT", stored)).toBe(false);
    expect(matchesSecret("other", "secret", stored)).toBe(false);
    expect(stored.hash).toHaveLength(32);
  });

  it("keeps old keys working when the pepper is rotated, and hashes new ones with the first", () => {
    const old = hashSecret("id", "secret");
    setPeppers(`${second},${original}`);
    expect(matchesSecret("id", "secret", old)).toBe(true);
    expect(hashSecret("id", "secret").pepperId).toBe(2);
    expect(hashSecret("id", "secret").hash.equals(old.hash)).toBe(false);
  });

  it("matches nothing when the pepper is gone", () => {
    const old = hashSecret("id", "secret");
    setPeppers(second);
    expect(matchesSecret("id", "secret", old)).toBe(false);
  });
});
