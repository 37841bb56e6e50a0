import { type Context, invoke } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

/** Whoever asks waits this long; a larger log is verified on behind the answer. */
const ANSWER_AFTER_MS = 2_000;

export interface VerificationStart {
  readonly isDone: boolean;
  /** The moment that the result will name. */
  readonly startedAt: string;
}

/**
 * Verifies the whole log. Small ones are done when this returns; of others `audit.get_evidence` shows the result later.
 * @throws AppError what `audit.verify` was refused with, if that happened at once
 */
export async function startVerification(ctx: Context): Promise<VerificationStart> {
  const run = invoke(verifyAuditLog, ctx, {}).then(() => true);
  run.catch((error: unknown) => logger().warn({ err: error }, "a verification of the audit log failed"));
  const answer = Promise.withResolvers<false>();
  const timer = setTimeout(() => answer.resolve(false), ANSWER_AFTER_MS);
  const isDone = await Promise.race([run, answer.promise]).finally(() => clearTimeout(timer));
  return { isDone, startedAt: ctx.now.toISOString() };
}
