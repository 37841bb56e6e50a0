import type { Tx } from "#db/tenant.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import type { Actor } from "#lib/kernel/index.ts";
import type { PendingWrite } from "#lib/safe-writes/index.ts";
import type { Approval } from "./schemas.ts";
import { findKeyPeople } from "./store.ts";
import { stateOf } from "./view.ts";

/** Whether this actor may decide on this write at this moment, or why not. */
export async function decisionOf(tx: Tx, actor: Actor, row: PendingWrite, now: Date): Promise<Approval["decision"]> {
  if (stateOf(row, now) !== "pending") return "over";
  if (!actor.permissions.has("writes:approve")) return "not_permitted";
  const { isFourEyesRequired } = await environmentPolicy(tx, row.environment);
  return isFourEyesRequired && (await isOwnRequest(tx, actor, row)) ? "own_request" : "open";
}

/**
 * A person's own: their key asked, or one that they made, or that is theirs by now. A key may have been given to somebody
 * since it asked, whose client would then carry out what they approve.
 */
export async function isOwnRequest(tx: Tx, actor: Actor, row: PendingWrite): Promise<boolean> {
  if (actor.kind !== "user") return false;
  return row.userId === actor.id || (await findKeyPeople(tx, row.credentialId)).includes(actor.id);
}
