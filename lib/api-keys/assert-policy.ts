import { DAY_SECONDS } from "#lib/durations/index.ts";
import type { EnvironmentPolicy } from "#lib/environment-policy/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "#lib/kernel/index.ts";
import type { CreateApiKeyInput } from "./schemas.ts";

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

/**
 * A new key may be stricter than its environment's policy, never laxer. What it leaves open the policy decides, and goes
 * on deciding when it changes.
 * @throws AppError `validation` by field
 */
export function assertWithinPolicy(policy: EnvironmentPolicy, wanted: Wanted): void {
  const { isRotationRequired, rotateEveryDays, maxAgeDays } = policy;
  if (isRotationRequired && rotateEveryDays !== null && (wanted.rotateEveryDays ?? 0) > rotateEveryDays) {
    throw tooLong("rotateEveryDays", "schedule_too_long", rotateEveryDays);
  }
  if (maxAgeDays !== null && (wanted.expiresInSeconds ?? 0) > maxAgeDays * DAY_SECONDS) {
    throw tooLong("expiresInSeconds", "expiry_too_long", maxAgeDays);
  }
}

type Wanted = Pick<CreateApiKeyInput, "rotateEveryDays" | "expiresInSeconds">;

function tooLong(field: keyof Wanted, reason: string, days: number): AppError {
  const message = `The policy of this environment allows at most ${days} days.`;
  return new AppError("validation", message, { reason, fieldErrors: { [field]: [message] } });
}
