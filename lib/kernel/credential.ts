import { eq, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import { statement } from "#db/statement.ts";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "./actor.ts";

/**
 * Refuses a write whose key was revoked after it was let in, and makes a revocation wait for one that is about to
 * commit: once the revocation is answered, nothing of that key happens any more. Call it at the end, as the row stays
 * locked until the commit.
 * @throws AppError `unauthenticated`
 */
export async function assertNotRevoked(tx: Tx, actor: Actor): Promise<void> {
  if (actor.kind !== "api_key") return;
  const [key] = await heldKey(tx, { id: actor.id });
  if (key?.revokedAt) throw new AppError("unauthenticated", "The API key was revoked.", { reason: "revoked" });
}

const heldKey = statement((db) =>
  db
    .select({ revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(eq(apiKeys.id, sql.placeholder("id")))
    .for("share"),
);
