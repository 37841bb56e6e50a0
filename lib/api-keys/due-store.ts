import { and, eq, inArray, isNull, not, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { dueAt, requiredRotationDays } from "./limits-store.ts";
import { type ApiKeyRecord, isLive, isWaiting, selectRecords } from "./store.ts";

/** Which of the keys in use. */
export interface DueFilter {
  readonly dueBefore: Date;
  /** Of these alone. */
  readonly ids?: readonly string[];
  /** The first of them alone. */
  readonly limit?: number;
}

/** Keys in use whose rotation is due before a moment, the longest due first. */
export async function listDueRecords(tx: Tx, filter: DueFilter, now: Date): Promise<ApiKeyRecord[]> {
  const { dueBefore, ids, limit } = filter;
  const found = selectRecords(tx)
    .where(and(isDue(dueBefore, now), ids && inArray(apiKeys.id, [...ids])))
    .orderBy(sql`${dueAt}`, apiKeys.id);
  return limit === undefined ? found : found.limit(limit);
}

/** How many there are, and how many of them are overdue where their environment requires rotation. */
export async function countDue(tx: Tx, dueBefore: Date, now: Date): Promise<{ total: number; overdueCount: number }> {
  const isOverdue = sql`${dueAt} <= ${now.toISOString()}::timestamptz and ${requiredRotationDays} is not null`;
  const [counted] = await tx
    .select({
      total: sql<number>`count(*)::int`,
      overdueCount: sql<number>`(count(*) filter (where ${isOverdue}))::int`,
    })
    .from(apiKeys)
    .where(isDue(dueBefore, now));
  return counted ?? { total: 0, overdueCount: 0 };
}

/** One key with a schedule, if it is in use. */
export async function findScheduledRecord(tx: Tx, id: string, now: Date): Promise<ApiKeyRecord | null> {
  const [record] = await selectRecords(tx).where(and(isInUse(now), eq(apiKeys.id, id), sql`${dueAt} is not null`));
  return record ?? null;
}

function isDue(dueBefore: Date, now: Date) {
  return and(isInUse(now), sql`${dueAt} < ${dueBefore.toISOString()}::timestamptz`);
}

/** Lives, is neither suspended nor waiting for its approval, and has no successor yet. */
function isInUse(now: Date) {
  return and(isLive(now), not(isWaiting), isNull(apiKeys.suspendedAt), isNull(apiKeys.overlapEndsAt));
}
