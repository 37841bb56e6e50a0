import {
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** @returns `bytes` random bytes from the operating system's generator */
export function randomSecret(bytes: number): Buffer {
  return randomBytes(bytes);
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export function hmacSha256(key: Buffer, message: string): Buffer {
  return createHmac("sha256", keyObject(key)).update(message).digest();
}

const keyObjects = new WeakMap<Buffer, KeyObject>();

/** Importing the key's bytes costs more than the HMAC of a short message. */
function keyObject(key: Buffer): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, known);
  return known;
}

export function sha256(message: string): Buffer {
  return createHash("sha256").update(message).digest();
}

/** Compares in constant time; different lengths are unequal. */
export function equalsConstantTime(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A 32-byte key for one purpose, derived by HKDF-SHA-256 (RFC 5869). */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(0), purpose, 32));
}
