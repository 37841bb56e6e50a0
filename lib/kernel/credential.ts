import { eq, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import { statement } from "#db/statement.ts";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "./actor.ts";

/**
 * Refuses a write whose key was revoked or suspended after it was let in, and makes either wait for one that is about to
 * commit: once it is answered, nothing of that key happens any more. Call it at the end, as the row stays locked until
 * the commit.
 * @throws AppError `unauthenticated`
 */
export async function assertStillAllowed(tx: Tx, actor: Actor): Promise<void> {
  if (actor.kind !== "api_key") return;
  const [key] = await heldKey(tx, { id: actor.id });
  if (key?.revokedAt) throw new AppError("unauthenticated", "The API key was revoked.", { reason: "revoked" });
  if (key?.suspendedAt) throw new AppError("unauthenticated", "The API key is suspended.", { reason: "suspended" });
}

const heldKey = statement((db) =>
  db
    .select({ revokedAt: apiKeys.revokedAt, suspendedAt: apiKeys.suspendedAt })
    .from(apiKeys)
    .where(eq(apiKeys.id, sql.placeholder("id")))
    .for("share"),
);
