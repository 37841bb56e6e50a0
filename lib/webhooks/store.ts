import { and, arrayContains, count, desc, eq, inArray, isNull, lt, max, sql } from "drizzle-orm";
import { webhookDeliveries, webhookEndpoints } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { WebhookEvent } from "./schemas.ts";

export type WebhookRow = typeof webhookEndpoints.$inferSelect;
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

export interface WebhookRecord {
  readonly webhook: WebhookRow;
  readonly lastDelivery: Pick<DeliveryRow, "status" | "createdAt"> | null;
}

export async function insertWebhook(tx: Tx, values: typeof webhookEndpoints.$inferInsert): Promise<void> {
  await tx.insert(webhookEndpoints).values(values);
}

/** How many there are, with the workspace's endpoints locked against one more at the same moment. */
export async function countWebhooksLocked(tx: Tx): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('webhooks' || current_setting('app.workspace_id'), 0))`,
  );
  const [row] = await tx.select({ count: count() }).from(webhookEndpoints);
  return row?.count ?? 0;
}

/** Oldest first. */
export async function listWebhookRecords(tx: Tx): Promise<WebhookRecord[]> {
  const rows = await tx.select().from(webhookEndpoints).orderBy(webhookEndpoints.id);
  const last = await lastDeliveries(tx);
  return rows.map((webhook) => ({ webhook, lastDelivery: last.get(webhook.id) ?? null }));
}

export async function findWebhook(tx: Tx, id: string): Promise<WebhookRecord | null> {
  const [webhook] = await tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id));
  if (webhook === undefined) return null;
  return { webhook, lastDelivery: (await lastDeliveries(tx, id)).get(id) ?? null };
}

/** The endpoint, locked until the transaction ends. */
export async function lockWebhook(tx: Tx, id: string): Promise<WebhookRecord | null> {
  const [locked] = await tx
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id))
    .for("no key update");
  return locked === undefined ? null : findWebhook(tx, id);
}

export async function updateWebhookRow(tx: Tx, id: string, values: Partial<WebhookRow>): Promise<void> {
  await tx
    .update(webhookEndpoints)
    .set({ ...values, version: sql`${webhookEndpoints.version} + 1` })
    .where(eq(webhookEndpoints.id, id));
}

export async function deleteWebhookRow(tx: Tx, id: string): Promise<void> {
  await tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id));
}

/** The endpoints that want an event. */
export async function listSubscribedIds(tx: Tx, event: WebhookEvent): Promise<string[]> {
  const rows = await tx
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(and(isNull(webhookEndpoints.disabledAt), arrayContains(webhookEndpoints.events, [event])));
  return rows.map(({ id }) => id);
}

/** Which endpoints have which of these messages already. */
export async function listQueued(
  tx: Tx,
  endpointIds: readonly string[],
  dedupeKeys: readonly string[],
): Promise<readonly { readonly endpointId: string; readonly dedupeKey: string }[]> {
  if (endpointIds.length === 0 || dedupeKeys.length === 0) return [];
  return tx
    .select({ endpointId: webhookDeliveries.endpointId, dedupeKey: webhookDeliveries.dedupeKey })
    .from(webhookDeliveries)
    .where(
      and(
        inArray(webhookDeliveries.endpointId, [...endpointIds]),
        inArray(webhookDeliveries.dedupeKey, [...dedupeKeys]),
      ),
    );
}

/** @returns the ids of what was not queued before */
export async function insertDeliveries(
  tx: Tx,
  values: readonly (typeof webhookDeliveries.$inferInsert)[],
): Promise<string[]> {
  if (values.length === 0) return [];
  const rows = await tx
    .insert(webhookDeliveries)
    .values([...values])
    .onConflictDoNothing()
    .returning({ id: webhookDeliveries.id });
  return rows.map(({ id }) => id);
}

export async function deleteDeliveriesBefore(tx: Tx, endpointIds: readonly string[], before: Date): Promise<void> {
  await tx
    .delete(webhookDeliveries)
    .where(and(inArray(webhookDeliveries.endpointId, [...endpointIds]), lt(webhookDeliveries.createdAt, before)));
}

/** Newest first. */
export async function listDeliveryRows(
  tx: Tx,
  page: { readonly endpointId: string; readonly beforeId: string | null; readonly limit: number },
): Promise<DeliveryRow[]> {
  return tx
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, page.endpointId),
        page.beforeId === null ? undefined : lt(webhookDeliveries.id, page.beforeId),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(page.limit);
}

/** The delivery with its endpoint, locked until the transaction ends. */
export async function lockDelivery(
  tx: Tx,
  id: string,
): Promise<{ readonly delivery: DeliveryRow; readonly webhook: WebhookRow } | null> {
  const [row] = await tx
    .select({ delivery: webhookDeliveries, webhook: webhookEndpoints })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(eq(webhookDeliveries.id, id))
    .for("no key update", { of: webhookDeliveries });
  return row ?? null;
}

export async function updateDelivery(tx: Tx, id: string, values: Partial<DeliveryRow>): Promise<void> {
  await tx.update(webhookDeliveries).set(values).where(eq(webhookDeliveries.id, id));
}

/** The newest message that arrived at an endpoint. */
export async function findLastDelivered(tx: Tx, endpointId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.status, "delivered")))
    .orderBy(desc(webhookDeliveries.id))
    .limit(1);
  return row?.id ?? null;
}

async function lastDeliveries(
  tx: Tx,
  endpointId?: string,
): Promise<ReadonlyMap<string, Pick<DeliveryRow, "status" | "createdAt">>> {
  const newest = tx
    // The ids sort by time.
    .select({ id: max(sql<string>`${webhookDeliveries.id}::text`).as("newest_id") })
    .from(webhookDeliveries)
    .where(endpointId === undefined ? undefined : eq(webhookDeliveries.endpointId, endpointId))
    .groupBy(webhookDeliveries.endpointId)
    .as("newest");
  const rows = await tx
    .select({
      endpointId: webhookDeliveries.endpointId,
      status: webhookDeliveries.status,
      createdAt: webhookDeliveries.createdAt,
    })
    .from(webhookDeliveries)
    .innerJoin(newest, sql`${webhookDeliveries.id} = ${newest.id}::uuid`);
  return new Map(rows.map(({ endpointId: of, ...delivery }) => [of, delivery]));
}
