import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { findPendingWrite, idOfToken, isSealOf, type PendingWrite } from "#lib/safe-writes/index.ts";

/**
 * The stored write that a token stands for, whatever has become of it.
 * @throws AppError `not_found` for what is no token of this workspace and environment; `forbidden` for another key's
 */
export async function requireOwn(tx: Tx, { actor }: Context, token: string): Promise<PendingWrite> {
  const id = idOfToken(token);
  const pending = id === null ? null : await findPendingWrite(tx, id);
  // The same answer for a token that was never made and for one of behind a wall.
  if (pending === null || !isSealOf(token, pending)) throw unknownToken();
  if (actor.kind !== "api_key" || actor.id !== pending.credentialId) throw anotherKeys();
  return pending;
}

function unknownToken(): AppError {
  const message =
    "This is no confirm token of this workspace and environment. Call the write's own tool for a preview.";
  return new AppError("not_found", message, { reason: "confirm_token_unknown" });
}

function anotherKeys(): AppError {
  const message =
    "This confirm token belongs to another credential: only the one that asked for the preview can use it.";
  return new AppError("forbidden", message, { reason: "confirm_token_of_another_credential" });
}
