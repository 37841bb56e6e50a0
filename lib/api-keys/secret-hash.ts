import { equalsConstantTime, hmacSha256 } from "#lib/crypto/index.ts";
import { config } from "#lib/env/index.ts";

export interface StoredSecret {
  readonly pepperId: number;
  readonly hash: Buffer;
}

/** HMAC-SHA-256 under the current pepper. A fast hash is right here: the secret is random and has 256 bits. */
export function hashSecret(keyId: string, secret: string): StoredSecret {
  const [current] = config().keyPeppers;
  if (current === undefined) throw new Error("no pepper is configured");
  return { pepperId: current.id, hash: hmacSha256(current.key, `${keyId}.${secret}`) };
}

/** Compares in constant time. A pepper that is no longer configured matches nothing. */
export function matchesSecret(keyId: string, secret: string, stored: StoredSecret): boolean {
  const pepper = config().keyPeppers.find(({ id }) => id === stored.pepperId);
  return pepper !== undefined && equalsConstantTime(hmacSha256(pepper.key, `${keyId}.${secret}`), stored.hash);
}
