import { isSignedByP256 } from "#lib/crypto/index.ts";
import { partnerKey } from "./partner-keys.ts";

const IDENTIFIER_HEADER = "github-public-key-identifier";
const SIGNATURE_HEADER = "github-public-key-signature";
const MAX_SIGNATURE_CHARACTERS = 200;

/** Whether the request claims to come from a scanning partner: one of the two headers is enough to be held to both. */
export function claimsPartner(headers: Headers): boolean {
  return headers.has(IDENTIFIER_HEADER) || headers.has(SIGNATURE_HEADER);
}

/**
 * Checks a partner's signature over the body as it was sent (ECDSA-NIST-P256V1-SHA256, in Base64).
 * @throws AppError `unavailable` when the partner's keys can't be had
 */
export async function checkPartner(headers: Headers, body: Buffer): Promise<"valid" | "missing" | "invalid"> {
  const identifier = headers.get(IDENTIFIER_HEADER);
  const signature = headers.get(SIGNATURE_HEADER);
  if (!identifier || !signature) return "missing";
  if (signature.length > MAX_SIGNATURE_CHARACTERS) return "invalid";
  const key = await partnerKey(identifier);
  return key !== null && isSignedByP256(key, body, Buffer.from(signature, "base64")) ? "valid" : "invalid";
}
