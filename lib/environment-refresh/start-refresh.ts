import { newId } from "#lib/crypto/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { failProgress } from "./progress.ts";
import { refreshStaging } from "./refresh-staging.ts";

/** Whoever asks waits this long; a larger workspace's refresh goes on behind the answer. */
const ANSWER_AFTER_MS = 1_000;

// Both doors evaluate this module; the process waits for what either has started.
const UNDER_WAY = Symbol.for("postern.environmentRefresh.underWay");
const holder = globalThis as { [UNDER_WAY]?: Set<Promise<unknown>> };

/**
 * Refreshes staging. Small ones are done when this returns; others are under way, and `environment.get_refresh` says how
 * far they have come.
 * @throws AppError what `environment.refresh_staging` was refused with, if that happened at once
 */
export async function startRefresh(ctx: Context, fingerprint: string): Promise<{ readonly refreshId: string }> {
  const refreshId = newId();
  const run = invoke(refreshStaging, ctx, { refreshId, fingerprint }).catch(async (error: unknown) => {
    await failProgress(ctx, refreshId, isAppError(error) ? error.code : "internal");
    throw error;
  });
  const all = underWay();
  const ended = run
    .catch((error: unknown) => logger().warn({ err: error, refreshId }, "a refresh of staging failed"))
    .finally(() => all.delete(ended));
  all.add(ended);
  const answer = Promise.withResolvers<void>();
  const timer = setTimeout(answer.resolve, ANSWER_AFTER_MS);
  await Promise.race([run, answer.promise]).finally(() => clearTimeout(timer));
  return { refreshId };
}

/** Waits for what is under way: part of an orderly shutdown. What is cut off all the same has changed nothing. */
export async function drainRefreshes(): Promise<void> {
  await Promise.all(underWay());
}

function underWay(): Set<Promise<unknown>> {
  holder[UNDER_WAY] ??= new Set();
  return holder[UNDER_WAY];
}
