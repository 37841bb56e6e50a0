import type { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { DeliveryError, type Webhook, type WebhookDelivery, WebhookEvent } from "./schemas.ts";
import { messageId } from "./signature.ts";
import type { DeliveryRow, WebhookRecord, WebhookRow } from "./store.ts";

export function toWebhook({ webhook, lastDelivery }: WebhookRecord, now: Date): z.input<typeof Webhook> {
  const { previousSecretEndsAt } = webhook;
  return {
    id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    events: knownEvents(webhook.events),
    isEnabled: webhook.disabledAt === null,
    disabledReason: webhook.disabledReason,
    previousSecretEndsAt:
      previousSecretEndsAt !== null && previousSecretEndsAt > now ? previousSecretEndsAt.toISOString() : null,
    createdByName: webhook.createdByName,
    createdAt: webhook.createdAt.toISOString(),
    lastDelivery: lastDelivery && { status: lastDelivery.status, at: lastDelivery.createdAt.toISOString() },
    version: webhook.version,
  };
}

export function toDelivery(row: DeliveryRow): z.input<typeof WebhookDelivery> {
  return {
    id: row.id,
    messageId: messageId(row.id),
    eventType: row.eventType,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    nextAttemptAt: row.status === "pending" ? (row.nextAttemptAt?.toISOString() ?? null) : null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    lastError: row.lastError === null ? null : DeliveryError.catch("connection").parse(row.lastError),
    lastDurationMs: row.lastDurationMs,
    body: row.body,
  };
}

/** An address as events have it: where it leads, without what may be a secret in it. */
export function recordedAddress(url: string): string {
  return `${new URL(url).origin}/…`;
}

/** What was done to an endpoint: never its secrets. */
export function webhookChange(before: WebhookRow | null, after: WebhookRow | null): Change {
  return {
    target: webhookTarget(after ?? before ?? { id: "", url: "" }),
    before: before && changeFields(before),
    after: after && { ...changeFields(after), ...newAddress(before, after) },
  };
}

export function webhookTarget({ id, url }: Pick<WebhookRow, "id" | "url">): Change["target"] {
  return { type: "webhook", id, label: url === "" ? "" : recordedAddress(url) };
}

/** Another path at the same host is another address, which what is recorded of it does not show. */
export function newAddress(
  before: { readonly url: string } | null,
  after: { readonly url: string },
): { readonly hasNewAddress?: true } {
  return before !== null && before.url !== after.url ? { hasNewAddress: true } : {};
}

function changeFields({ url, description, events, disabledAt, disabledReason, previousSecretEndsAt }: WebhookRow) {
  return {
    url: recordedAddress(url),
    description,
    events,
    isEnabled: disabledAt === null,
    disabledReason,
    previousSecretEndsAt: previousSecretEndsAt?.toISOString() ?? null,
  };
}

export function existingWebhook(record: WebhookRecord | null): WebhookRecord {
  if (record === null) throw new AppError("not_found", "There is no such webhook.");
  return record;
}

/** An event that is no longer made is no longer shown. */
function knownEvents(events: readonly string[]): WebhookEvent[] {
  return events.flatMap((event) => {
    const parsed = WebhookEvent.safeParse(event);
    return parsed.success ? [parsed.data] : [];
  });
}
