import { z } from "zod";
import { sensitive } from "#lib/audit/schemas.ts";

/** What an endpoint can ask for. `webhook.test` comes whatever it asks for. */
export const WEBHOOK_EVENTS = [
  "api_key.rotation_due",
  "api_key.expiring",
  "api_key.suspended_by_policy",
  "api_key.writes_paused",
  "api_key.approval_requested",
  "api_key.approval_decided",
  "write.approval_requested",
  "write.approval_decided",
  "audit.head_signed",
] as const;
export const WebhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

export const MAX_WEBHOOKS = 10;

/** How long the old secret signs beside the new one, so that no receiver misses an event. */
export const SECRET_OVERLAP_HOURS = 24;

/**
 * An http or https address without credentials and fragment. Where it leads is checked when it is used. Its path and
 * query may hold a token, as those of many collectors do: no event has it.
 */
export const WebhookUrl = z
  .string()
  .trim()
  .max(1_000)
  .refine(isWebAddress, "Use an address such as https://example.com/hooks, without a user and a fragment.")
  .register(sensitive, { kind: "secret" });

/** An address as it is answered with. */
export const KnownUrl = z.string().register(sensitive, { kind: "secret" });

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "" && hash === "";
}

const WebhookFields = z.strictObject({
  url: WebhookUrl,
  description: z.string().trim().max(200).default(""),
  events: z.array(WebhookEvent).min(1, "Choose at least one event.").max(WEBHOOK_EVENTS.length),
});

export const CreateWebhookInput = WebhookFields;
export const WebhookId = z.strictObject({ webhookId: z.uuid() });
export const UpdateWebhookInput = z.strictObject({
  ...WebhookId.shape,
  ...WebhookFields.shape,
  /** The version that the change was decided on. */
  version: z.number().int(),
});
export const SetWebhookEnabledInput = z.strictObject({ ...WebhookId.shape, isEnabled: z.boolean() });

const Timestamp = z.iso.datetime({ offset: true });

export const DELIVERY_STATUSES = ["pending", "delivered", "failed"] as const;
export const DeliveryStatus = z.enum(DELIVERY_STATUSES);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** Why an attempt did not arrive. */
export const DELIVERY_ERRORS = [
  "status",
  "redirect",
  "timeout",
  "name_not_found",
  "address_not_allowed",
  "tls",
  "connection",
  "disabled",
  "secret_unreadable",
] as const;
export const DeliveryError = z.enum(DELIVERY_ERRORS);
export type DeliveryError = z.infer<typeof DeliveryError>;

export const WebhookDelivery = z.object({
  id: z.uuid(),
  /** `webhook-id` on the wire. */
  messageId: z.string(),
  eventType: z.string(),
  status: DeliveryStatus,
  attempts: z.number().int(),
  createdAt: Timestamp,
  lastAttemptAt: Timestamp.nullable(),
  nextAttemptAt: Timestamp.nullable(),
  deliveredAt: Timestamp.nullable(),
  /** The HTTP status of the last answer. */
  lastStatus: z.number().int().nullable(),
  lastError: DeliveryError.nullable(),
  lastDurationMs: z.number().int().nullable(),
  /** The body, as it was signed. */
  body: z.string(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const Webhook = z.object({
  id: z.uuid(),
  url: KnownUrl,
  description: z.string(),
  events: z.array(WebhookEvent),
  isEnabled: z.boolean(),
  disabledReason: z.enum(["person", "gone"]).nullable(),
  /** Until when the secret before the last rotation signs as well. */
  previousSecretEndsAt: Timestamp.nullable(),
  createdByName: z.string(),
  createdAt: Timestamp,
  lastDelivery: z.object({ status: DeliveryStatus, at: Timestamp }).nullable(),
  version: z.number().int(),
});
export type Webhook = z.infer<typeof Webhook>;
