import { and, eq, isNull, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { dueAt } from "./limits-store.ts";
import { type ApiKeyRecord, isLive, selectRecords } from "./store.ts";

/** Keys in use whose rotation is due before a moment, the longest due first. */
export async function listDueRecords(tx: Tx, dueBefore: Date, now: Date): Promise<ApiKeyRecord[]> {
  return selectRecords(tx)
    .where(and(isInUse(now), sql`${dueAt} < ${dueBefore.toISOString()}::timestamptz`))
    .orderBy(sql`${dueAt}`, apiKeys.id);
}

/** One key with a schedule, if it is in use. */
export async function findScheduledRecord(tx: Tx, id: string, now: Date): Promise<ApiKeyRecord | null> {
  const [record] = await selectRecords(tx).where(and(isInUse(now), eq(apiKeys.id, id), sql`${dueAt} is not null`));
  return record ?? null;
}

/** Lives, is not suspended, and has no successor yet. */
function isInUse(now: Date) {
  return and(isLive(now), isNull(apiKeys.suspendedAt), isNull(apiKeys.overlapEndsAt));
}
