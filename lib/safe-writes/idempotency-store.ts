import { and, eq, lt, sql } from "drizzle-orm";
import { idempotentWrites } from "#db/schema/index.ts";
import { type Tenant, type Tx, withoutWorkspace } from "#db/tenant.ts";

export type IdempotentWrite = typeof idempotentWrites.$inferSelect;
type Key = Pick<IdempotentWrite, "caller" | "key">;

/**
 * Takes a key for one write. Whoever comes second waits here until the first has committed or failed.
 * @returns null when it is taken now; else the write that has it
 */
export async function reserveKey(
  tx: Tx,
  wanted: Pick<IdempotentWrite, "caller" | "key" | "operation" | "inputDigest" | "auditEventId">,
): Promise<IdempotentWrite | null> {
  const taken = await tx.insert(idempotentWrites).values(wanted).onConflictDoNothing().returning();
  if (taken.length > 0) return null;
  const [first] = await tx.select().from(idempotentWrites).where(isKey(wanted));
  return first ?? null;
}

/** Keeps the first answer beside its key, in the write's own transaction. */
export async function keepAnswer(tx: Tx, key: Key, answer: { output: unknown; changes: unknown }): Promise<void> {
  await tx.update(idempotentWrites).set(answer).where(isKey(key));
}

/** The environments of all workspaces that have answers from before a moment. */
export async function listOldAnswers(before: Date): Promise<readonly Tenant[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_old_answers(${before.toISOString()}::timestamptz)`),
  );
  return [...rows].map(placeOf);
}

/** The function's own column list guarantees the shape. */
function placeOf({ workspace_id, environment }: Record<string, unknown>): Tenant {
  return { workspaceId: String(workspace_id), environment: environment as Tenant["environment"] };
}

/** @returns how many there were, at most as many as asked for */
export async function deleteAnswers(tx: Tx, before: Date, limit: number): Promise<number> {
  const { caller, key, createdAt } = idempotentWrites;
  const old = tx.select({ caller, key }).from(idempotentWrites).where(lt(createdAt, before)).limit(limit);
  const deleted = await tx.delete(idempotentWrites).where(sql`(${caller}, ${key}) in ${old}`).returning({ key });
  return deleted.length;
}

function isKey({ caller, key }: Key) {
  return and(eq(idempotentWrites.caller, caller), eq(idempotentWrites.key, key));
}
