import argon2 from "argon2";
import { randomSecret } from "./secrets.ts";

/** OWASP password storage: argon2id with 19 MiB, two passes, one lane. Raise here; sign-in rehashes. */
const PARAMETERS = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return argon2.hash(password.normalize("NFKC"), PARAMETERS);
}

export interface PasswordCheck {
  readonly isValid: boolean;
  /** The stored hash was made with weaker parameters than today's. */
  readonly needsRehash: boolean;
}

/**
 * Checks a password. With a null hash (no such person) it does the same work against a decoy, so that the time tells nothing.
 */
export async function checkPassword(hash: string | null, password: string): Promise<PasswordCheck> {
  const isMatch = await argon2.verify(hash ?? (await decoy()), password.normalize("NFKC"));
  const isValid = hash !== null && isMatch;
  return { isValid, needsRehash: isValid && argon2.needsRehash(hash, PARAMETERS) };
}

/** 24 characters without look-alikes, about 138 bits. */
export function generatePassword(): string {
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
  const limit = 256 - (256 % alphabet.length);
  let password = "";
  while (password.length < 24) {
    for (const byte of randomSecret(32)) {
      if (byte < limit && password.length < 24) password += alphabet[byte % alphabet.length];
    }
  }
  return password;
}

let decoyHash: Promise<string> | undefined;
function decoy(): Promise<string> {
  decoyHash ??= hashPassword(randomSecret(32).toString("base64url"));
  return decoyHash;
}
