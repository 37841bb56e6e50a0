import { and, eq, exists, gt, inArray, isNull, sql } from "drizzle-orm";
import { setupTokens } from "#db/schema/index.ts";
import type { GlobalDb } from "#db/tenant.ts";

export async function insertSetupToken(db: GlobalDb, tokenHash: Buffer, expiresAt: Date): Promise<void> {
  await db.insert(setupTokens).values({ tokenHash, expiresAt });
}

export async function hasOpenSetupToken(db: GlobalDb, tokenHash: Buffer, now: Date): Promise<boolean> {
  const rows = await db.select({ expiresAt: setupTokens.expiresAt }).from(setupTokens).where(isOpen(tokenHash, now));
  return rows.length > 0;
}

/**
 * Uses this token up, and with it every other open one: each start prints a link, and two links make one workspace.
 * @returns the tokens that were taken; none when this one was used, has expired, or never was
 */
export async function takeSetupTokens(db: GlobalDb, tokenHash: Buffer, now: Date): Promise<Buffer[]> {
  const isGood = exists(db.select({ one: sql`1` }).from(setupTokens).where(isOpen(tokenHash, now)));
  const rows = await db
    .update(setupTokens)
    .set({ usedAt: now })
    .where(and(isNull(setupTokens.usedAt), isGood))
    .returning({ tokenHash: setupTokens.tokenHash });
  return rows.map((row) => row.tokenHash);
}

export async function giveBackSetupTokens(db: GlobalDb, tokenHashes: readonly Buffer[]): Promise<void> {
  await db
    .update(setupTokens)
    .set({ usedAt: null })
    .where(inArray(setupTokens.tokenHash, [...tokenHashes]));
}

function isOpen(tokenHash: Buffer, now: Date) {
  return and(eq(setupTokens.tokenHash, tokenHash), isNull(setupTokens.usedAt), gt(setupTokens.expiresAt, now));
}
