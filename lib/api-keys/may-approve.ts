import type { EnvironmentPolicy } from "#lib/environment-policy/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "#lib/kernel/index.ts";
import { assertMayMakeKeys } from "./assert-policy.ts";
import type { ApiKeyRow } from "./store.ts";
import type { KeyDecision } from "./view-schemas.ts";

/** Whether this actor may approve a waiting key: who may make keys there, but for whoever made it. */
export function decisionOf(policy: EnvironmentPolicy, actor: Actor, key: ApiKeyRow): KeyDecision {
  if (actor.kind === "system") return "open";
  if (actor.kind !== "user" || !actor.permissions.has("api_keys:manage")) return "not_permitted";
  if (!policy.creatorRoles.some((role) => role === actor.role)) return "role_not_allowed";
  return key.createdByUserId === actor.id ? "own_key" : "open";
}

/** @throws AppError `forbidden` */
export function assertMayApprove(policy: EnvironmentPolicy, actor: Actor, key: ApiKeyRow): void {
  assertMayMakeKeys(policy, actor);
  if (decisionOf(policy, actor, key) !== "own_key") return;
  throw new AppError("forbidden", "Somebody else has to approve a key that you made.", { reason: "own_key" });
}
