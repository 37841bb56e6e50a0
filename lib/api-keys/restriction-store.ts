import { and, eq, isNotNull, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type ApiKeyRecord, type ApiKeyRow, isLive, selectRecords } from "./store.ts";

/** Live keys of the environment that may see some projects only. */
export async function listRestricted(tx: Tx, environment: Environment, now: Date): Promise<ApiKeyRecord[]> {
  return selectRecords(tx)
    .where(and(eq(apiKeys.environment, environment), isNotNull(apiKeys.projectIds), isLive(now)))
    .orderBy(apiKeys.id);
}

type KeyRestrictions = Pick<ApiKeyRow, "allowedAddresses" | "allowedHours" | "projectIds">;

export async function updateRestrictions(tx: Tx, id: string, restrictions: Partial<KeyRestrictions>): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ ...restrictions, version: sql`${apiKeys.version} + 1` })
    .where(eq(apiKeys.id, id));
}
