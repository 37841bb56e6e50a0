import { and, asc, eq, gt, ilike, isNull, sql } from "drizzle-orm";
import { memberships, users } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Role } from "#lib/authz/index.ts";

const COLUMNS = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: memberships.role,
  version: memberships.version,
  joinedAt: memberships.createdAt,
};
export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly version: number;
  readonly joinedAt: Date;
}

export async function listMembers(tx: Tx): Promise<MemberRow[]> {
  return tx
    .select(COLUMNS)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .orderBy(asc(users.name), asc(users.id));
}

export interface DirectoryFilter {
  /** Occurs in the name. */
  readonly query: string | null;
  readonly afterId: string | null;
  readonly limit: number;
}

/** Who can be named, by id; nobody whose account is disabled. */
export async function listDirectory(
  tx: Tx,
  { query, afterId, limit }: DirectoryFilter,
): Promise<Pick<MemberRow, "id" | "name" | "role">[]> {
  return tx
    .select({ id: users.id, name: users.name, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        isNull(users.disabledAt),
        query === null ? undefined : ilike(users.name, `%${query.replace(/[\\%_]/g, "\\$&")}%`),
        afterId === null ? undefined : gt(memberships.userId, afterId),
      ),
    )
    .orderBy(asc(memberships.userId))
    .limit(limit);
}

export async function findMember(tx: Tx, userId: string): Promise<MemberRow | null> {
  const [row] = await tx
    .select(COLUMNS)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.userId, userId));
  return row ?? null;
}

/** As {@link findMember}, and nobody else changes the row until this transaction ends. */
export async function lockMember(tx: Tx, userId: string): Promise<MemberRow | null> {
  const [row] = await tx
    .select(COLUMNS)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.userId, userId))
    .for("update", { of: memberships });
  return row ?? null;
}

/** @returns false when the person is a member already */
export async function insertMember(tx: Tx, userId: string, role: Role): Promise<boolean> {
  const rows = await tx
    .insert(memberships)
    .values({ userId, role })
    .onConflictDoNothing()
    .returning({ userId: memberships.userId });
  return rows.length > 0;
}

export async function updateMemberRole(tx: Tx, userId: string, role: Role): Promise<void> {
  await tx
    .update(memberships)
    .set({ role, version: sql`${memberships.version} + 1` })
    .where(eq(memberships.userId, userId));
}

export async function deleteMember(tx: Tx, userId: string): Promise<void> {
  await tx.delete(memberships).where(eq(memberships.userId, userId));
}

/** The owners, locked in one order: who changes members takes these first, then the member, and nobody waits in a circle. */
export async function lockOwnerIds(tx: Tx): Promise<string[]> {
  const rows = await tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(eq(memberships.role, "owner"))
    .orderBy(asc(memberships.userId))
    .for("update");
  return rows.map(({ id }) => id);
}
