import { and, desc, eq, getTableColumns, gt, inArray, isNull, lt, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { apiKeys, pendingWrites, workspaces } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

export type PendingWrite = typeof pendingWrites.$inferSelect;
export type PendingStatus = PendingWrite["status"];

/** As much of a preview as a list has of it: a page of whole ones would be hundreds of megabytes. */
export const BRIEF_PREVIEW_CHANGES = 20;

/** The columns of a row in a list, its preview cut by the database. */
export const briefRow = {
  ...getTableColumns(pendingWrites),
  preview: sql`jsonb_build_object(
    'changes', jsonb_path_query_array(${pendingWrites.preview}, ${sql.raw(`'$.changes[0 to ${BRIEF_PREVIEW_CHANGES - 1}]'`)}),
    'counts', ${pendingWrites.preview} -> 'counts',
    'left', (${pendingWrites.preview} ->> 'left')::int
      + greatest(jsonb_array_length(${pendingWrites.preview} -> 'changes') - ${sql.raw(String(BRIEF_PREVIEW_CHANGES))}, 0))`.mapWith(
    pendingWrites.preview,
  ) as SQL<PendingWrite["preview"]>,
};

export async function insertPendingWrite(tx: Tx, write: typeof pendingWrites.$inferInsert): Promise<PendingWrite> {
  const [row] = await tx.insert(pendingWrites).values(write).returning();
  if (row === undefined) throw new Error("an insert without a conflict clause returns its row");
  return row;
}

export async function findPendingWrite(tx: Tx, id: string): Promise<PendingWrite | null> {
  const [row] = await tx.select().from(pendingWrites).where(eq(pendingWrites.id, id));
  return row ?? null;
}

type Twin = Pick<
  PendingWrite,
  "credentialId" | "operation" | "inputDigest" | "stateDigest" | "mode" | "reason" | "idempotencyKey"
>;

/**
 * The same write of the same credential on the same state, for the same reason and under the same idempotency key, which
 * waits already, and long enough for a person to decide: until `enough`. What is approved needs nobody any more.
 */
export async function findOpenTwin(
  tx: Tx,
  twin: Twin,
  { now, enough }: { now: Date; enough: Date },
): Promise<PendingWrite | null> {
  const [row] = await tx
    .select()
    .from(pendingWrites)
    .where(
      and(
        eq(pendingWrites.credentialId, twin.credentialId),
        inArray(pendingWrites.status, ["pending", "approved"]),
        eq(pendingWrites.operation, twin.operation),
        eq(pendingWrites.inputDigest, twin.inputDigest),
        eq(pendingWrites.stateDigest, twin.stateDigest),
        eq(pendingWrites.mode, twin.mode),
        same(pendingWrites.reason, twin.reason),
        same(pendingWrites.idempotencyKey, twin.idempotencyKey),
        gt(pendingWrites.expiresAt, now),
        or(eq(pendingWrites.status, "approved"), gt(pendingWrites.expiresAt, enough)),
      ),
    )
    .orderBy(desc(pendingWrites.id))
    .limit(1);
  return row ?? null;
}

/** None is the same as none. */
const same = (column: typeof pendingWrites.reason | typeof pendingWrites.idempotencyKey, value: string | null) =>
  value === null ? isNull(column) : eq(column, value);

/**
 * Makes the waiting writes of a credential one after another until the commit, on every instance: two that are the same
 * are found to be one, and a limit on their number is exact.
 */
export async function lockPendingOf(tx: Tx, credentialId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`pending writes of ${credentialId}`}, 0))`);
}

/** Whether two keys are of one line: one is the other's successor, next or further. */
export async function areOfOneLine(tx: Tx, one: string, other: string): Promise<boolean> {
  const rows = await tx
    .selectDistinct({ lineId: apiKeys.lineId })
    .from(apiKeys)
    .where(inArray(apiKeys.id, [one, other]));
  return rows.length === 1 && one !== other;
}

/** Whether an open write of the credential has this idempotency key for another input. */
export async function findKeyInUse(
  tx: Tx,
  wanted: Pick<PendingWrite, "credentialId" | "inputDigest"> & { readonly idempotencyKey: string },
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .select({ id: pendingWrites.id })
    .from(pendingWrites)
    .where(
      and(
        eq(pendingWrites.credentialId, wanted.credentialId),
        inArray(pendingWrites.status, ["pending", "approved"]),
        eq(pendingWrites.idempotencyKey, wanted.idempotencyKey),
        ne(pendingWrites.inputDigest, wanted.inputDigest),
        gt(pendingWrites.expiresAt, now),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

export function countOpen(tx: Tx, credentialId: string, now: Date): Promise<number> {
  return tx.$count(
    pendingWrites,
    and(
      eq(pendingWrites.credentialId, credentialId),
      inArray(pendingWrites.status, ["pending", "approved"]),
      gt(pendingWrites.expiresAt, now),
    ),
  );
}

/** Marks a write as executed by an event, if nothing else has happened to it. Of many who try at once one succeeds. */
export async function markUsed(
  tx: Tx,
  { id, from, eventId, now }: { id: string; from: "pending" | "approved"; eventId: string; now: Date },
): Promise<boolean> {
  const rows = await tx
    .update(pendingWrites)
    .set({ status: "executed", executedEventId: eventId, endedAt: now })
    .where(and(eq(pendingWrites.id, id), eq(pendingWrites.status, from), gt(pendingWrites.expiresAt, now)))
    .returning({ id: pendingWrites.id });
  return rows.length > 0;
}

/** Ends a write that still waits. @returns false when it had ended already */
export async function endPending(
  tx: Tx,
  id: string,
  status: "cancelled" | "stale",
  now: Date,
): Promise<PendingWrite | null> {
  const [row] = await tx
    .update(pendingWrites)
    .set({ status, endedAt: now })
    .where(and(eq(pendingWrites.id, id), inArray(pendingWrites.status, ["pending", "approved"])))
    .returning();
  return row ?? null;
}

interface Decision {
  readonly status: "approved" | "rejected";
  /** Null: the operator. */
  readonly byUserId: string | null;
  readonly byName: string;
  readonly comment: string | null;
  readonly now: Date;
}

/** Decides over a write that waits for approval. @returns null when it waits no longer: another decision was quicker */
export async function decidePending(tx: Tx, id: string, decision: Decision): Promise<PendingWrite | null> {
  const [row] = await tx
    .update(pendingWrites)
    .set({
      status: decision.status,
      decidedAt: decision.now,
      decidedByUserId: decision.byUserId,
      decidedByName: decision.byName,
      decisionComment: decision.comment,
    })
    .where(
      and(
        eq(pendingWrites.id, id),
        eq(pendingWrites.status, "pending"),
        eq(pendingWrites.mode, "approve"),
        gt(pendingWrites.expiresAt, decision.now),
      ),
    )
    .returning();
  return row ?? null;
}

/** Writes down that the time of waiting is over. @returns what has expired, each with the beginning of its preview */
export function expirePending(tx: Tx, now: Date): Promise<PendingWrite[]> {
  return tx
    .update(pendingWrites)
    .set({ status: "expired", endedAt: now })
    .where(and(inArray(pendingWrites.status, ["pending", "approved"]), lte(pendingWrites.expiresAt, now)))
    .returning(briefRow);
}

interface PendingFilter {
  readonly statuses?: readonly PendingStatus[] | undefined;
  readonly credentialId?: string | undefined;
  readonly mode?: PendingWrite["mode"] | undefined;
  readonly beforeId?: string | null | undefined;
  readonly limit: number;
}

/** Newest first, each with the beginning of its preview. */
export function listPendingRows(tx: Tx, filter: PendingFilter): Promise<PendingWrite[]> {
  const { statuses, credentialId, mode, beforeId, limit } = filter;
  const conditions: (SQL | undefined)[] = [
    statuses && inArray(pendingWrites.status, [...statuses]),
    credentialId === undefined ? undefined : eq(pendingWrites.credentialId, credentialId),
    mode === undefined ? undefined : eq(pendingWrites.mode, mode),
    beforeId == null ? undefined : lt(pendingWrites.id, beforeId),
  ];
  return tx
    .select(briefRow)
    .from(pendingWrites)
    .where(and(...conditions))
    .orderBy(desc(pendingWrites.id))
    .limit(limit);
}

/** For links: the workspace's part of every address. */
export async function findSlug(tx: Tx): Promise<string> {
  const [row] = await tx.select({ slug: workspaces.slug }).from(workspaces).limit(1);
  return row?.slug ?? "";
}
