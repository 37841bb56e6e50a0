import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";

const P256 = "prime256v1";
/** What a PKCS#8 Ed25519 key has before its 32 bytes (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * Whether the message was signed with ECDSA on P-256 and SHA-256 (FIPS 186-5).
 * @param publicKeyPem a SubjectPublicKeyInfo in PEM; any other kind of key verifies nothing
 * @param signature in DER, as X9.62 writes it
 */
export function isSignedByP256(publicKeyPem: string, message: Buffer, signature: Buffer): boolean {
  try {
    const key = createPublicKey(publicKeyPem);
    if (key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== P256) return false;
    return verify("sha256", message, { key, dsaEncoding: "der" }, signature);
  } catch {
    // Neither a key nor a signature that could be read: signed by nobody.
    return false;
  }
}

export interface SigningKey {
  /** A SubjectPublicKeyInfo in PEM. */
  readonly publicKeyPem: string;
  readonly sign: (message: string) => Buffer;
}

/** The Ed25519 key (RFC 8032) of these 32 secret bytes. */
export function ed25519Key(seed: Buffer): SigningKey {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
  const publicKeyPem = createPublicKey(key).export({ format: "pem", type: "spki" }).toString();
  return { publicKeyPem, sign: (message) => sign(null, Buffer.from(message), key) };
}

/** Whether the message was signed with this Ed25519 key; a key that can't be read verifies nothing. */
export function isSignedByEd25519(publicKeyPem: string, message: string, signature: Buffer): boolean {
  try {
    const key = createPublicKey(publicKeyPem);
    return key.asymmetricKeyType === "ed25519" && verify(null, Buffer.from(message), key, signature);
  } catch {
    return false;
  }
}
