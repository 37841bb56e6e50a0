import { and, desc, eq, or, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { keyEndsAt } from "./moments.ts";
import { type ApiKeyRecord, type ApiKeyRow, isLive, selectRecords } from "./store.ts";

/** A client of the same kind counts as the same device when its key was made around the end of the other one. */
const AROUND_MS = DAY_MS;

/** What people say of a key's way to its client. */
export async function setHandover(
  tx: Tx,
  id: string,
  steps: Partial<Pick<ApiKeyRow, "configuredAt" | "restartedAt">>,
): Promise<void> {
  await tx.update(apiKeys).set(steps).where(eq(apiKeys.id, id));
}

/**
 * The live key that took an ended one's place, in the same environment: of its line, else of its name, else for the same
 * kind of client of the same owner. Computed from what is there, so that nobody has to say so.
 */
export async function findReplacement(tx: Tx, key: ApiKeyRow, now: Date): Promise<ApiKeyRecord | null> {
  const endedAt = key.revokedAt ?? key.overlapEndsAt ?? keyEndsAt(key) ?? now;
  const around = new Date(endedAt.getTime() - AROUND_MS).toISOString();
  const isOfLine = sql`${apiKeys.lineId} = ${key.lineId}`;
  const hasName = sql`lower(${apiKeys.name}) = lower(${key.name})`;
  const isSameClient = sql`(${key.clientKind} <> 'other' and ${apiKeys.clientKind} = ${key.clientKind}
    and ${apiKeys.ownerUserId} is not distinct from ${key.ownerUserId}::uuid
    and ${apiKeys.createdAt} >= ${around}::timestamptz)`;
  const [record] = await selectRecords(tx)
    .where(
      and(
        isLive(now),
        eq(apiKeys.environment, key.environment),
        // An id begins with the moment at which it was made.
        sql`${apiKeys.id} > ${key.id}`,
        or(isOfLine, hasName, isSameClient),
      ),
    )
    .orderBy(sql`case when ${isOfLine} then 0 when ${hasName} then 1 else 2 end`, desc(apiKeys.id))
    .limit(1);
  return record ?? null;
}
