import { and, eq } from "drizzle-orm";
import { idempotentWrites } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

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

function isKey({ caller, key }: Key) {
  return and(eq(idempotentWrites.caller, caller), eq(idempotentWrites.key, key));
}
