import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { areOfOneLine, findPendingWrite, idOfToken, isSealOf, type PendingWrite } from "#lib/safe-writes/index.ts";

/**
 * The stored write that a token stands for, whatever has become of it.
 * @throws AppError `not_found` for what is no token of this workspace and environment; `forbidden` for another key's,
 * that of the key which this one has replaced included: who rotates a key because of a leak must not carry on with what
 * the old one asked for
 */
export async function requireOwn(tx: Tx, { actor }: Context, token: string): Promise<PendingWrite> {
  const id = idOfToken(token);
  const pending = id === null ? null : await findPendingWrite(tx, id);
  // The same answer for a token that was never made and for one of behind a wall.
  if (pending === null || !isSealOf(token, pending)) throw unknownToken();
  if (actor.kind === "api_key" && actor.id === pending.credentialId) return pending;
  const isOfLine = actor.kind === "api_key" && (await areOfOneLine(tx, actor.id, pending.credentialId));
  throw isOfLine ? ofPredecessor() : anotherKeys();
}

function unknownToken(): AppError {
  const message =
    "This is no confirm token of this workspace and environment. Call the write's own tool for a preview.";
  return new AppError("not_found", message, { reason: "confirm_token_unknown" });
}

function anotherKeys(): AppError {
  const message =
    "This confirm token belongs to another credential, and only the one that asked can use it; nothing was written.";
  return new AppError("forbidden", message, { reason: "confirm_token_of_another_credential" });
}

function ofPredecessor(): AppError {
  const message =
    "This confirm token was given to the key that yours has replaced, or that replaces yours. A rotation hands no waiting write on, so nothing was written.";
  return new AppError("forbidden", message, { reason: "confirm_token_of_predecessor" });
}
