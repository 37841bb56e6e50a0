import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "./actor.ts";

/**
 * Refuses to execute a write of a credential that may only propose: nobody has approved it.
 * @throws AppError `forbidden`
 */
export function assertMayExecute(actor: Actor): void {
  if (actor.kind !== "api_key" || !actor.writesNeedApproval) return;
  throw new AppError("forbidden", "This key may only propose: a person has to approve each of its writes.", {
    reason: "approval_required",
  });
}
