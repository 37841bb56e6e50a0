import { type Context, invoke } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import type { FirstBad, SignedHead } from "./schemas.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

/** Whoever asks waits this long; a larger log is verified on behind the answer. */
const ANSWER_AFTER_MS = 2_000;
const LATER = Symbol("later");

export interface VerificationStart {
  readonly isDone: boolean;
  /** The moment that the result will name. */
  readonly startedAt: string;
  /** Null: nothing is wrong, or it is not known yet. */
  readonly firstBad: FirstBad | null;
}

/**
 * Verifies the whole log, also against heads that were kept elsewhere. Small ones are done when this returns; of others
 * `audit.get_evidence` shows the result later.
 * @throws AppError what `audit.verify` was refused with, if that happened at once
 */
export async function startVerification(ctx: Context, heads: readonly SignedHead[] = []): Promise<VerificationStart> {
  const run = invoke(verifyAuditLog, ctx, { heads }).then((outcome) =>
    outcome.status === "done" ? (outcome.output.firstBad ?? null) : null,
  );
  run.catch((error: unknown) => logger().warn({ err: error }, "a verification of the audit log failed"));
  const answer = Promise.withResolvers<typeof LATER>();
  const timer = setTimeout(() => answer.resolve(LATER), ANSWER_AFTER_MS);
  const first = await Promise.race([run, answer.promise]).finally(() => clearTimeout(timer));
  const isDone = first !== LATER;
  return { isDone, startedAt: ctx.now.toISOString(), firstBad: isDone ? first : null };
}
