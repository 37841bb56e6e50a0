import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { rateLimits, sessions, users } from "#db/schema/index.ts";
import { type GlobalDb, type Tx, withoutWorkspace } from "#db/tenant.ts";
import type { ProofKind } from "#lib/authz/index.ts";

export interface SessionRow {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly mustChangePassword: boolean;
  readonly provenAt: Date | null;
  readonly chosenTimeZone: string | null;
}

/** The session and its person, if both are good at this moment. Read on every request. */
export async function findLiveSession(sessionId: string, now: Date): Promise<SessionRow | null> {
  const [row] = await withoutWorkspace((db) =>
    db
      .select({
        sessionId: sessions.id,
        userId: users.id,
        name: users.name,
        email: users.email,
        mustChangePassword: users.mustChangePassword,
        provenAt: sessions.provenAt,
        chosenTimeZone: users.chosenTimeZone,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(
        and(
          eq(sessions.id, sessionId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, now),
          isNull(users.disabledAt),
        ),
      ),
  );
  return row ?? null;
}

/**
 * Whether the password that was checked is still the person's, and stays it until the transaction ends: a new password
 * ends the sessions that it finds, so none may come in behind it.
 */
export async function keepsPassword(tx: Tx, userId: string, passwordHash: string): Promise<boolean> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.passwordHash, passwordHash), isNull(users.disabledAt)))
    .for("share");
  return rows.length > 0;
}

export async function insertSession(tx: Tx, values: typeof sessions.$inferInsert): Promise<void> {
  await tx.insert(sessions).values(values);
}

/** @returns false when the session has ended */
export async function setProven(tx: Tx, sessionId: string, kind: ProofKind, at: Date): Promise<boolean> {
  const rows = await tx
    .update(sessions)
    .set({ provenAt: at, proofKind: kind })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt), gt(sessions.expiresAt, at)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

/** @returns false when it was revoked before */
export async function setSessionRevoked(db: GlobalDb | Tx, sessionId: string, at: Date): Promise<boolean> {
  const rows = await db
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

/**
 * Counts one attempt in a fixed window that all instances share.
 * @returns the attempts in the window, this one included, and when the window began
 */
export async function countAttempt(
  key: string,
  windowSeconds: number,
  now: Date,
): Promise<{ count: number; windowStartedAt: Date }> {
  const at = now.toISOString();
  const isOver = sql`${rateLimits.windowStartedAt} <= ${at}::timestamptz - make_interval(secs => ${windowSeconds})`;
  const [row] = await withoutWorkspace((db) =>
    db
      .insert(rateLimits)
      .values({ key, windowStartedAt: now, count: 1 })
      .onConflictDoUpdate({
        target: rateLimits.key,
        set: {
          count: sql`case when ${isOver} then 1 else ${rateLimits.count} + 1 end`,
          windowStartedAt: sql`case when ${isOver} then ${at}::timestamptz else ${rateLimits.windowStartedAt} end`,
        },
      })
      .returning({ count: rateLimits.count, windowStartedAt: rateLimits.windowStartedAt }),
  );
  return row ?? { count: 1, windowStartedAt: now };
}

/** Takes an attempt back: it turned out to be a good one. */
export async function uncountAttempt(key: string): Promise<void> {
  await withoutWorkspace((db) =>
    db
      .update(rateLimits)
      .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
      .where(eq(rateLimits.key, key)),
  );
}
