import { and, asc, eq, isNull, not, type SQL, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { at } from "./filter-store.ts";
import { endsAt } from "./limits-store.ts";
import { type ApiKeyRecord, isWaiting, selectRecords } from "./store.ts";

/** Which keys: those that end in this span of time, its end left out. */
export interface EndingFilter {
  readonly from: Date;
  readonly until: Date;
  /** The first of them alone. */
  readonly limit?: number;
}

/** Keys that stop by themselves in a span of time, the first of them first. */
export async function listEndingRecords(tx: Tx, filter: EndingFilter): Promise<ApiKeyRecord[]> {
  const found = selectRecords(tx).where(endsWithin(filter)).orderBy(sql`${endsAt}`, asc(apiKeys.id));
  return filter.limit === undefined ? found : found.limit(filter.limit);
}

export async function countEnding(tx: Tx, filter: EndingFilter): Promise<number> {
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(apiKeys).where(endsWithin(filter));
  return row?.count ?? 0;
}

/** One key that has an end ahead, if it is in use. */
export async function findEndingRecord(tx: Tx, id: string, now: Date): Promise<ApiKeyRecord | null> {
  const [record] = await selectRecords(tx).where(and(isUntouched(), eq(apiKeys.id, id), sql`${endsAt} > ${at(now)}`));
  return record ?? null;
}

function endsWithin({ from, until }: EndingFilter): SQL | undefined {
  return and(isUntouched(), sql`${endsAt} >= ${at(from)}`, sql`${endsAt} < ${at(until)}`);
}

/** It works, nobody has stopped it, and it has no successor: only time ends it. */
function isUntouched(): SQL | undefined {
  return and(isNull(apiKeys.revokedAt), not(isWaiting), isNull(apiKeys.suspendedAt), isNull(apiKeys.overlapEndsAt));
}
