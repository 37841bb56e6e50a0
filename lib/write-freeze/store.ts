import { eq, sql } from "drizzle-orm";
import { writeFreezes } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { FreezeScope } from "./schemas.ts";

export type FreezeRow = typeof writeFreezes.$inferSelect;

export async function listFreezeRows(tx: Tx): Promise<FreezeRow[]> {
  return tx.select().from(writeFreezes);
}

/** Waits for the writes that are about to commit, and lets no other begin to until this transaction ends. */
export async function lockWrites(tx: Tx): Promise<void> {
  await tx.execute(sql`select lock_write_freeze()`);
}

export async function findFreeze(tx: Tx, scope: FreezeScope): Promise<FreezeRow | null> {
  const [row] = await tx.select().from(writeFreezes).where(eq(writeFreezes.scope, scope));
  return row ?? null;
}

export async function saveFreeze(tx: Tx, freeze: typeof writeFreezes.$inferInsert): Promise<void> {
  await tx
    .insert(writeFreezes)
    .values(freeze)
    .onConflictDoUpdate({ target: [writeFreezes.workspaceId, writeFreezes.scope], set: { note: freeze.note } });
}

export async function deleteFreeze(tx: Tx, scope: FreezeScope): Promise<void> {
  await tx.delete(writeFreezes).where(eq(writeFreezes.scope, scope));
}
