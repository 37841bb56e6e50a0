import { type Tx, withWorkspace } from "#db/tenant.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { nextAttemptAt } from "./attempts.ts";
import { DUE_AT_ONCE, type DueDelivery, listDueDeliveries } from "./due-store.ts";
import type { DeliveryError } from "./schemas.ts";
import { unsealSecret } from "./secret.ts";
import { type Answer, send } from "./send.ts";
import { setWebhookEnabled } from "./set-webhook-enabled.ts";
import { messageId, signedHeaders } from "./signature.ts";
import { type DeliveryRow, lockDelivery, updateDelivery, type WebhookRow } from "./store.ts";
import { tellGivenUp } from "./tell-given-up.ts";

/** Longer than one attempt can take: an instance that died with it leaves it to another afterwards. */
const LEASE_MS = 60_000;
const GONE = 410;
const MAX_ROUNDS = 20;

interface Claim {
  readonly delivery: DeliveryRow;
  readonly webhook: WebhookRow;
  readonly secrets: readonly Buffer[];
}

/**
 * Sends what is due, of all workspaces. Safe on any number of instances: each attempt is claimed in the database first.
 * An instance that dies in between leaves a message that is sent again: at least once, with the same id.
 */
export async function deliverWebhooks(now: () => Date = () => new Date()): Promise<void> {
  const failures: unknown[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const due = await listDueDeliveries(now());
    // One failure must not hold up the others; it is reported when all have had their turn.
    const results = await Promise.allSettled(due.map((one) => deliver(one, now)));
    failures.push(...results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : [])));
    if (due.length < DUE_AT_ONCE) break;
  }
  if (failures.length > 0) throw new AggregateError(failures, "some webhooks could not be worked on");
}

async function deliver({ workspaceId, deliveryId }: DueDelivery, now: () => Date): Promise<void> {
  const tenant = { workspaceId, environment: null };
  const claim = await withWorkspace(tenant, "write", (tx) => claimDelivery(tx, deliveryId, now()));
  if (claim === null) return;
  const { delivery, webhook, secrets } = claim;
  const startedAt = now();
  const headers = { ...signedHeaders(secrets, messageId(delivery.id), startedAt, delivery.body), ...SENDER };
  const answer = await send(new URL(webhook.url), headers, delivery.body);
  const endedAt = now();
  await withWorkspace(tenant, "write", (tx) => writeDown(tx, delivery, answer, { startedAt, endedAt }));
  // Standard Webhooks, "Delivery": 410 means never again.
  if (answer.status === GONE) {
    const ctx = jobContext(workspaceId, { name: "webhooks", permissions: ["webhooks:manage"], now: endedAt });
    await invoke(setWebhookEnabled, ctx, { webhookId: webhook.id, isEnabled: false });
  }
}

const SENDER = { "user-agent": "Postern-Webhooks/1" };

/** Counts the attempt before it is made, and keeps others away from it for a while. */
async function claimDelivery(tx: Tx, id: string, now: Date): Promise<Claim | null> {
  const found = await lockDelivery(tx, id);
  if (found === null) return null;
  const { delivery, webhook } = found;
  // Somebody else was quicker.
  if (delivery.status !== "pending" || delivery.nextAttemptAt === null || delivery.nextAttemptAt > now) return null;
  if (webhook.disabledAt !== null) return giveUp(tx, id, "disabled");
  const secrets = secretsOf(webhook, now);
  if (secrets.length === 0) {
    await tellGivenUp(tx, webhook, { problem: "secret_unreadable", status: null });
    return giveUp(tx, id, "secret_unreadable");
  }
  const attempt = {
    attempts: delivery.attempts + 1,
    lastAttemptAt: now,
    nextAttemptAt: new Date(now.getTime() + LEASE_MS),
  };
  await updateDelivery(tx, id, attempt);
  return { delivery: { ...delivery, ...attempt }, webhook, secrets };
}

async function giveUp(tx: Tx, id: string, lastError: DeliveryError): Promise<null> {
  await updateDelivery(tx, id, { status: "failed", nextAttemptAt: null, lastError });
  return null;
}

/** The current secret, and for a while the one before it. */
function secretsOf(webhook: WebhookRow, now: Date): readonly Buffer[] {
  const isOverlap = webhook.previousSecretEndsAt !== null && webhook.previousSecretEndsAt > now;
  const sealed = [webhook.secretSealed, ...(isOverlap ? [webhook.previousSecretSealed] : [])];
  return sealed.flatMap((bytes) => (bytes && unsealSecret(webhook.id, bytes)) ?? []);
}

async function writeDown(
  tx: Tx,
  delivery: DeliveryRow,
  answer: Answer,
  { startedAt, endedAt }: { readonly startedAt: Date; readonly endedAt: Date },
): Promise<void> {
  const found = await lockDelivery(tx, delivery.id);
  // It took longer than the lease, and another attempt is under way: that one writes down what comes of it.
  if (found === null || found.delivery.attempts !== delivery.attempts) return;
  const facts = {
    lastStatus: answer.status,
    lastError: answer.error,
    lastDurationMs: Math.max(0, endedAt.getTime() - startedAt.getTime()),
  };
  if (answer.error === null) {
    const arrived = { status: "delivered", deliveredAt: endedAt, nextAttemptAt: null } as const;
    return updateDelivery(tx, delivery.id, { ...facts, ...arrived });
  }
  const next = answer.status === GONE ? null : nextAttemptAt(delivery.attempts, endedAt);
  const status = next === null ? "failed" : "pending";
  if (next === null) await tellGivenUp(tx, found.webhook, { problem: answer.error, status: answer.status });
  await updateDelivery(tx, delivery.id, { ...facts, status, nextAttemptAt: next });
}
