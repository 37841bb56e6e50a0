import { hmacSha256 } from "#lib/crypto/index.ts";

/** The headers of one attempt: Standard Webhooks, "Webhook headers (sending metadata to consumers)". */
export interface SignedHeaders {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

/** `webhook-id`: unique for each message, the same on every attempt, so that a receiver can drop repetitions. */
export function messageId(deliveryId: string): string {
  return `msg_${deliveryId}`;
}

/**
 * Signs id, timestamp and body with HMAC-SHA256, as `v1,<base64>`: one signature for each secret, with spaces between.
 * @param at the moment of this attempt; receivers refuse what is older than a few minutes
 */
export function signedHeaders(secrets: readonly Buffer[], id: string, at: Date, body: string): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map(
    (secret) => `v1,${hmacSha256(secret, `${id}.${timestamp}.${body}`).toString("base64")}`,
  );
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
