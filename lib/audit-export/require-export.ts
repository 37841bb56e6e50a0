import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { StoredExport } from "./store.ts";

/** Null: the operator. */
export function askedBy({ actor }: Context): string | null {
  return actor.kind === "user" ? actor.id : null;
}

/** An export is there for whoever asked for it, and for the operator, until it expires. */
export function requireExport(found: StoredExport | null, ctx: Context): StoredExport {
  const { actor, now } = ctx;
  const isTheirs = found && (actor.kind === "system" || (actor.kind === "user" && found.requestedBy === actor.id));
  if (!isTheirs || new Date(found.asked.expiresAt) <= now) {
    throw new AppError("not_found", "There is no such export, or it has expired. Ask for it again.");
  }
  return found;
}
