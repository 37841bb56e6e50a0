import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "./context.ts";
import type { Operation } from "./operation.ts";

const MAX_AGE_MINUTES = 15;

/**
 * Refuses a person's call that wants a proof that it is them, when the last one is older than 15 minutes. It runs in the
 * call's own transaction, because what the call is about may decide. Credentials never hold such a permission; the
 * installation itself is no person.
 * @throws AppError `step_up_required`
 */
export async function assertProven<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  tx: Tx,
  ctx: Context,
  input: z.output<I>,
  mode: "execute" | "dry_run" = "execute",
): Promise<void> {
  if (operation.needsProof === undefined || ctx.actor.kind !== "user") return;
  if (mode === "dry_run" && operation.previewsUnproven) return;
  const { provenAt } = ctx.actor;
  const oldest = ctx.now.getTime() - MAX_AGE_MINUTES * 60_000;
  if (provenAt !== null && provenAt.getTime() >= oldest) return;
  if (!(await operation.needsProof(tx, input, ctx))) return;
  throw new AppError("step_up_required", "Confirm that it is you, and try again.", { reason: "step_up_required" });
}
