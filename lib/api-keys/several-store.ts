import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { type ApiKeyRecord, selectRecords } from "./store.ts";

/** The keys of these ids, in the order of their ids. */
export async function listByIds(tx: Tx, ids: readonly string[]): Promise<ApiKeyRecord[]> {
  return selectRecords(tx)
    .where(inArray(apiKeys.id, [...ids]))
    .orderBy(apiKeys.id);
}

/** Whether one of them is production's; what doesn't exist is nowhere. */
export async function hasProductionKey(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const rows = await tx
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(inArray(apiKeys.id, [...ids]), eq(apiKeys.environment, "production")))
    .limit(1);
  return rows.length > 0;
}

/** As {@link listByIds}, locked in one order, so that two who change the same keys wait for each other and never in a circle. */
export async function lockByIds(tx: Tx, ids: readonly string[]): Promise<ApiKeyRecord[]> {
  await tx
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(inArray(apiKeys.id, [...ids]))
    .orderBy(apiKeys.id)
    .for("no key update");
  return listByIds(tx, ids);
}

interface Act {
  readonly at: Date;
  readonly byName: string;
  readonly reason: string | null;
}

export async function revokeByIds(tx: Tx, ids: readonly string[], { at, byName, reason }: Act): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ revokedAt: at, revokedByName: byName, revokeReason: reason, version: sql`${apiKeys.version} + 1` })
    .where(and(inArray(apiKeys.id, [...ids]), isNull(apiKeys.revokedAt)));
}

export async function suspendByIds(tx: Tx, ids: readonly string[], { at, byName, reason }: Act): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ suspendedAt: at, suspendedByName: byName, suspendReason: reason, version: sql`${apiKeys.version} + 1` })
    .where(and(inArray(apiKeys.id, [...ids]), isNull(apiKeys.suspendedAt)));
}
