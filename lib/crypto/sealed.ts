import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const VERSION = 1;
/** NIST SP 800-38D §8.2: 96 bits, at random for each message. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret that must be read again, with AES-256-GCM: version, IV, tag, ciphertext.
 * @param key 32 bytes, for this purpose alone
 * @param context what the secret belongs to; {@link unseal} wants the same, so that one can't be put in another's place
 */
export function seal(key: Buffer, plaintext: Buffer, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), ciphertext]);
}

/** @returns the plaintext; null when the key or the context is another one, or the bytes were changed */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer | null {
  const start = 1 + IV_BYTES;
  if (sealed.length < start + TAG_BYTES || sealed[0] !== VERSION) return null;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, start), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(start, start + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(start + TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
