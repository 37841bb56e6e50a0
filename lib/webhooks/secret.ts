import { z } from "zod";
import { sensitive } from "#lib/audit/index.ts";
import { deriveKey, randomSecret, seal, unseal } from "#lib/crypto/index.ts";
import { config } from "#lib/env/index.ts";

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export const WebhookSecret = z.string().register(sensitive, { kind: "secret" });

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

export function generateSecret(): { readonly bytes: Buffer; readonly text: string } {
  const bytes = randomSecret(SECRET_BYTES);
  return { bytes, text: `${PREFIX}${bytes.toString("base64")}` };
}

/** Encrypted under a key that comes of POSTERN_SECRET, and bound to its endpoint. */
export function sealSecret(webhookId: string, bytes: Buffer): Buffer {
  return seal(sealingKey(), bytes, webhookId);
}

/** @returns null when POSTERN_SECRET was changed since */
export function unsealSecret(webhookId: string, sealed: Buffer): Buffer | null {
  return unseal(sealingKey(), sealed, webhookId);
}

function sealingKey(): Buffer {
  return deriveKey(config().secret, "webhook secrets");
}
