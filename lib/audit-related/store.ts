import { eq, sql } from "drizzle-orm";
import {
  apiKeys,
  auditDestinations,
  comments,
  mails,
  memberships,
  pendingWrites,
  webhookDeliveries,
  webhookEndpoints,
} from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";

/** Looks at project data, behind the environment's wall, from within an act that all environments share. */
export async function within<T>(tx: Tx, environment: Environment, look: () => Promise<T>): Promise<T> {
  await tx.execute(sql`select set_config('app.environment', ${environment}, true)`);
  const found = await look();
  await tx.execute(sql`select set_config('app.environment', '', true)`);
  return found;
}

/** The task that a comment is on; null: no such comment. The others here say the id of their own page likewise. */
export async function findCommentsTask(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.select({ pageId: comments.taskId }).from(comments).where(eq(comments.id, id));
  return row?.pageId ?? null;
}

export async function findKeyId(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.select({ pageId: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, id));
  return row?.pageId ?? null;
}

export async function findMemberId(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.select({ pageId: memberships.userId }).from(memberships).where(eq(memberships.userId, id));
  return row?.pageId ?? null;
}

export async function findWebhookId(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ pageId: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id));
  return row?.pageId ?? null;
}

/** The webhook that a delivery was for. */
export async function findDeliverysWebhook(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ pageId: webhookDeliveries.endpointId })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, id));
  return row?.pageId ?? null;
}

export async function findPendingWriteId(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.select({ pageId: pendingWrites.id }).from(pendingWrites).where(eq(pendingWrites.id, id));
  return row?.pageId ?? null;
}

/** The request that asked for a write that waited, and the event of the write itself; nulls where there is none. */
export async function findPendingWriteRequests(
  tx: Tx,
  id: string,
): Promise<{ readonly asked: string | null; readonly executedEventId: string | null }> {
  const [row] = await tx
    .select({ asked: pendingWrites.requestId, executedEventId: pendingWrites.executedEventId })
    .from(pendingWrites)
    .where(eq(pendingWrites.id, id));
  return row ?? { asked: null, executedEventId: null };
}

/** Where the log is delivered to. */
export async function findDestinationId(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ pageId: auditDestinations.id })
    .from(auditDestinations)
    .where(eq(auditDestinations.id, id));
  return row?.pageId ?? null;
}

export async function findMailId(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.select({ pageId: mails.id }).from(mails).where(eq(mails.id, id));
  return row?.pageId ?? null;
}
