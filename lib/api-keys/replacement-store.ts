import { and, desc, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { type ApiKeyRecord, type ApiKeyRow, isLive, selectRecords } from "./store.ts";

/** What people say of a key's way to its client. */
export async function setHandover(
  tx: Tx,
  id: string,
  steps: Partial<Pick<ApiKeyRow, "configuredAt" | "restartedAt">>,
): Promise<void> {
  await tx.update(apiKeys).set(steps).where(eq(apiKeys.id, id));
}

/**
 * The live key that took an ended one's place, in the same environment: of its line, else made in its place, else of its
 * name. Never one that is merely alike: a person's other device has a client of the same kind too.
 */
export async function findReplacement(tx: Tx, key: ApiKeyRow, now: Date): Promise<ApiKeyRecord | null> {
  const isOfLine = sql`${apiKeys.lineId} = ${key.lineId}`;
  // A key that was made in its place may have been rotated since: its line goes on.
  const isInPlace = inArray(apiKeys.lineId, linesInPlaceOf(tx, key));
  const hasName = sql`lower(${apiKeys.name}) = lower(${key.name})`;
  const [record] = await selectRecords(tx)
    .where(
      and(
        isLive(now),
        eq(apiKeys.environment, key.environment),
        // An id begins with the moment at which it was made.
        sql`${apiKeys.id} > ${key.id}`,
        or(isOfLine, isInPlace, hasName),
      ),
    )
    .orderBy(sql`case when ${isOfLine} then 0 when ${isInPlace} then 1 else 2 end`, desc(apiKeys.id))
    .limit(1);
  return record ?? null;
}

/** The lines of the keys that were made in the place of any key of this one's line. */
function linesInPlaceOf(tx: Tx, key: ApiKeyRow) {
  const [made, replaced] = [alias(apiKeys, "made"), alias(apiKeys, "replaced")];
  return tx
    .select({ lineId: made.lineId })
    .from(made)
    .innerJoin(replaced, eq(replaced.id, made.replacesKeyId))
    .where(eq(replaced.lineId, key.lineId));
}

/**
 * Whether the key took the place of an earlier one: by rotation, made in its place, or by its name. Two keys of a name are
 * never alive together, but for a rotation's overlap: the earlier one has ended.
 */
export async function isReplacement(tx: Tx, key: ApiKeyRow): Promise<boolean> {
  if (key.predecessorId !== null || key.replacesKeyId !== null) return true;
  const [earlier] = await tx
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.environment, key.environment),
        sql`${apiKeys.id} < ${key.id}`,
        sql`lower(${apiKeys.name}) = lower(${key.name})`,
      ),
    )
    .limit(1);
  return earlier !== undefined;
}
