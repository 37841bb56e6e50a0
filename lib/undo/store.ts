import { and, count, desc, eq, sql } from "drizzle-orm";
import { apiKeys, changes } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

export type ChangeRow = typeof changes.$inferSelect;

export async function findChange(tx: Tx, id: string): Promise<ChangeRow | null> {
  const [row] = await tx.select().from(changes).where(eq(changes.id, id));
  return row ?? null;
}

/** The youngest first. */
export async function listChangesOfEvent(tx: Tx, auditEventId: string, limit: number): Promise<ChangeRow[]> {
  return tx.select().from(changes).where(eq(changes.auditEventId, auditEventId)).orderBy(desc(changes.id)).limit(limit);
}

/** The youngest first. A change's id is younger than the moment at which its transaction began. */
export async function listChangesOfCredential(
  tx: Tx,
  { credentialId, since, limit }: { readonly credentialId: string; readonly since: Date; readonly limit: number },
): Promise<ChangeRow[]> {
  return tx
    .select()
    .from(changes)
    .where(and(eq(changes.credentialId, credentialId), sql`${changes.id} >= ${firstIdAt(since)}::uuid`))
    .orderBy(desc(changes.id))
    .limit(limit);
}

/** Whether the environment in force has this key. */
export async function isKeyOf(tx: Tx, id: string, environment: string): Promise<boolean> {
  const rows = await tx
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), sql`${apiKeys.environment} = ${environment}`));
  return rows.length > 0;
}

export async function countChangesOf(tx: Tx, targetType: string, targetId: string): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(changes)
    .where(and(eq(changes.targetType, targetType), eq(changes.targetId, targetId)));
  return row?.count ?? 0;
}

/** The least UUIDv7 of a millisecond (RFC 9562 §5.7). */
function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
