import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { redact } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import type { WebhookEvent } from "./schemas.ts";
import { deleteDeliveriesBefore, insertDeliveries, listQueued, listSubscribedIds } from "./store.ts";

const KEPT_DAYS = 30;

/** What an event is about has parts of its own: it is no secret for being called a key. */
const Data = z.object({ apiKey: z.object({}).optional() });

export interface QueuedEvent {
  readonly type: WebhookEvent | "webhook.test";
  /** The same key is queued once for each endpoint. */
  readonly dedupeKey: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Queues an event for every endpoint that wants it, in the transaction of its cause.
 * @returns how many deliveries are new
 */
export async function queueWebhookEvent(
  tx: Tx,
  event: QueuedEvent & { readonly type: WebhookEvent },
  now: Date,
): Promise<number> {
  const endpointIds = await listSubscribedIds(tx, event.type);
  return (await queueFor(tx, endpointIds, event, now)).length;
}

/** Of these messages, those that some endpoint which wants them does not have yet. */
export async function findUnqueued(
  tx: Tx,
  type: WebhookEvent,
  dedupeKeys: readonly string[],
): Promise<ReadonlySet<string>> {
  const endpointIds = await listSubscribedIds(tx, type);
  const queued = await listQueued(tx, endpointIds, dedupeKeys);
  const has = new Set(queued.map(({ endpointId, dedupeKey }) => `${endpointId} ${dedupeKey}`));
  return new Set(dedupeKeys.filter((key) => endpointIds.some((id) => !has.has(`${id} ${key}`))));
}

/** @returns the ids of the new deliveries */
export async function queueFor(
  tx: Tx,
  endpointIds: readonly string[],
  { type, dedupeKey, data }: QueuedEvent,
  now: Date,
): Promise<string[]> {
  if (endpointIds.length === 0) return [];
  await deleteDeliveriesBefore(tx, endpointIds, new Date(now.getTime() - KEPT_DAYS * DAY_MS));
  // Standard Webhooks, "Payload structure". What people wrote leaves the house here.
  const body = JSON.stringify({ type, timestamp: now.toISOString(), data: redact(data, Data) });
  const rows = endpointIds.map((endpointId) => ({
    id: newId(),
    endpointId,
    eventType: type,
    dedupeKey,
    body,
    nextAttemptAt: now,
    createdAt: now,
  }));
  return insertDeliveries(tx, rows);
}
