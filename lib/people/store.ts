import { and, eq, isNull, lt, ne } from "drizzle-orm";
import { rateLimits, sessions, users } from "#db/schema/index.ts";
import type { GlobalDb, Tx } from "#db/tenant.ts";

export type UserRow = typeof users.$inferSelect;

export async function findUserByEmail(db: GlobalDb | Tx, email: string): Promise<UserRow | null> {
  const [row] = await db.select().from(users).where(eq(users.email, email));
  return row ?? null;
}

export async function findUserById(db: GlobalDb | Tx, id: string): Promise<UserRow | null> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row ?? null;
}

/** As {@link findUserByEmail}, and nobody else decides anything about this person until the transaction ends. */
export async function lockUserByEmail(tx: Tx, email: string): Promise<UserRow | null> {
  const [row] = await tx.select().from(users).where(eq(users.email, email)).for("no key update");
  return row ?? null;
}

/** @returns false when somebody has this e-mail address already */
export async function insertUser(db: GlobalDb | Tx, values: typeof users.$inferInsert): Promise<boolean> {
  const rows = await db.insert(users).values(values).onConflictDoNothing().returning({ id: users.id });
  return rows.length > 0;
}

export async function updateUser(
  db: GlobalDb | Tx,
  id: string,
  values: Partial<
    Pick<UserRow, "passwordHash" | "mustChangePassword" | "locale" | "timeZone" | "chosenTimeZone" | "name">
  >,
): Promise<void> {
  await db.update(users).set(values).where(eq(users.id, id));
}

/** @returns false when the hash was another one already, and stays it */
export async function replacePasswordHash(db: GlobalDb | Tx, id: string, from: string, to: string): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ passwordHash: to })
    .where(and(eq(users.id, id), eq(users.passwordHash, from)))
    .returning({ id: users.id });
  return rows.length > 0;
}

export async function listUsers(db: GlobalDb): Promise<UserRow[]> {
  return db.select().from(users).orderBy(users.email);
}

/** Ends a person's sessions, but for the one to keep. */
export async function revokeSessions(
  db: GlobalDb | Tx,
  userId: string,
  keepSessionId: string | null,
  at: Date,
): Promise<void> {
  const others = keepSessionId === null ? undefined : ne(sessions.id, keepSessionId);
  await db
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), others));
}

/** Forgets sessions and counters of attempts that ended before the moment. */
export async function deleteEnded(db: GlobalDb, before: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, before));
  await db.delete(rateLimits).where(lt(rateLimits.windowStartedAt, before));
}
