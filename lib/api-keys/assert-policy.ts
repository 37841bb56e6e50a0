import type { EnvironmentPolicy } from "#lib/environment-policy/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "#lib/kernel/index.ts";

/**
 * Who may make keys in an environment: the roles that its policy names. The operator is bound by no role.
 * @throws AppError `forbidden`
 */
export function assertMayMakeKeys({ creatorRoles, environment }: EnvironmentPolicy, actor: Actor): void {
  if (actor.kind === "system") return;
  if (actor.kind === "user" && creatorRoles.some((role) => role === actor.role)) return;
  throw new AppError("forbidden", `The policy of ${environment} lets only these roles make keys: ${creatorRoles}.`, {
    reason: "role_not_allowed",
  });
}
