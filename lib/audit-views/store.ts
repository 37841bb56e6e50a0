import { and, asc, count, eq, isNull, ne, or, sql } from "drizzle-orm";
import { auditViews } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

export type ViewRow = typeof auditViews.$inferSelect;

/** Shared ones, and those of a person. */
const visibleTo = (userId: string | null) =>
  userId === null ? isNull(auditViews.ownerUserId) : or(isNull(auditViews.ownerUserId), ownedBy(userId));

const ownedBy = (userId: string | null) =>
  userId === null ? isNull(auditViews.ownerUserId) : eq(auditViews.ownerUserId, userId);

/** By name. */
export async function listViews(tx: Tx, userId: string | null): Promise<ViewRow[]> {
  return tx
    .select()
    .from(auditViews)
    .where(visibleTo(userId))
    .orderBy(asc(sql`lower(${auditViews.name})`), asc(auditViews.id));
}

/** One that the person can see, locked until the transaction ends. */
export async function lockView(tx: Tx, id: string, userId: string | null): Promise<ViewRow | null> {
  const [row] = await tx
    .select()
    .from(auditViews)
    .where(and(eq(auditViews.id, id), visibleTo(userId)))
    .for("update");
  return row ?? null;
}

/** Keeps others from making or renaming views of the workspace until the transaction ends. */
export async function lockNames(tx: Tx): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('audit_views' || current_setting('app.workspace_id'), 0))`,
  );
}

/** Of the person's own; null: of the shared ones. */
export async function countViews(tx: Tx, ownerUserId: string | null): Promise<number> {
  const [row] = await tx.select({ count: count() }).from(auditViews).where(ownedBy(ownerUserId));
  return row?.count ?? 0;
}

/** Upper and lower case are the same. */
export async function isNameTaken(tx: Tx, name: string, ownerUserId: string | null, besideId: string) {
  const rows = await tx
    .select({ id: auditViews.id })
    .from(auditViews)
    .where(and(ownedBy(ownerUserId), ne(auditViews.id, besideId), sql`lower(${auditViews.name}) = lower(${name})`));
  return rows.length > 0;
}

export async function insertView(tx: Tx, values: typeof auditViews.$inferInsert): Promise<ViewRow> {
  const [row] = await tx.insert(auditViews).values(values).returning();
  if (row === undefined) throw new Error("the view was not inserted");
  return row;
}

export async function updateView(tx: Tx, id: string, values: Partial<ViewRow>): Promise<ViewRow> {
  const [row] = await tx.update(auditViews).set(values).where(eq(auditViews.id, id)).returning();
  if (row === undefined) throw new Error("the view was not updated");
  return row;
}

export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx.delete(auditViews).where(eq(auditViews.id, id));
}
