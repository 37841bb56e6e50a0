import {
  createHash,
  createHmac,
  createSecretKey,
  hash as hashOnce,
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

/** @param parts hashed one after the other, as if they were one */
export function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return hashOnce("sha256", only, "buffer");
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 of what comes piece by piece. */
export class Digest {
  readonly #hash = createHash("sha256");
  #sizeBytes = 0;

  add(content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
  }

  /** Once, at the end; the hash in hexadecimal. */
  end(): { readonly sha256: string; readonly sizeBytes: number } {
    return { sha256: this.#hash.digest("hex"), sizeBytes: this.#sizeBytes };
  }
}

/** Compares in constant time; different lengths are unequal. */
export function equalsConstantTime(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A 32-byte key for one purpose, derived by HKDF-SHA-256 (RFC 5869). */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(0), purpose, 32));
}
