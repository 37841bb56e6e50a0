import { randomSecret } from "#lib/crypto/index.ts";

/** Secrets for one test run, as the environment carries them. */
export function testSecrets(): { readonly POSTERN_SECRET: string; readonly POSTERN_KEY_PEPPER: string } {
  return {
    POSTERN_SECRET: randomSecret(32).toString("base64url"),
    POSTERN_KEY_PEPPER: `1:${randomSecret(32).toString("base64url")}`,
  };
}
