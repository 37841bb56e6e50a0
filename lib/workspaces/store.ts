import { eq, sql } from "drizzle-orm";
import { memberships, workspaces } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import { Role } from "#lib/authz/index.ts";
import type { Workspace } from "./schemas.ts";

/** @returns false when the slug is taken */
export async function insertWorkspace(tx: Tx, values: typeof workspaces.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(workspaces).values(values).onConflictDoNothing().returning({ id: workspaces.id });
  return rows.length > 0;
}

export async function insertOwner(tx: Tx, userId: string): Promise<void> {
  await tx.insert(memberships).values({ userId, role: "owner" });
}

/** The workspace in force, or null. */
export async function findCurrentWorkspace(tx: Tx, id: string): Promise<Workspace | null> {
  const [row] = await tx
    .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name })
    .from(workspaces)
    .where(eq(workspaces.id, id));
  return row ?? null;
}

export interface UserWorkspace extends Workspace {
  readonly role: Role;
}

/**
 * The workspaces of one person, with the role in each. Read on every request.
 * @param tx inside a transaction, on its connection: a second one could wait for the pool forever
 */
export async function listUserWorkspaces(userId: string, tx?: Tx): Promise<UserWorkspace[]> {
  const query = sql`select * from list_user_workspaces(${userId}::uuid)`;
  const rows = tx ? await tx.execute(query) : await withoutWorkspace((db) => db.execute(query));
  return [...rows].map((row) => ({ ...toWorkspace(row), role: Role.parse(row.role) }));
}

/** Every workspace of the installation: for the operator, never for a tenant. */
export async function listWorkspaces(): Promise<Workspace[]> {
  const rows = await withoutWorkspace((db) => db.execute(sql`select * from list_workspaces()`));
  return [...rows].map(toWorkspace);
}

/** The functions' own column lists guarantee the shape. */
function toWorkspace(row: Record<string, unknown>): Workspace {
  return { id: String(row.id), slug: String(row.slug), name: String(row.name) };
}
