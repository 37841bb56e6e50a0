import { createPublicKey, verify } from "node:crypto";

const P256 = "prime256v1";

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
