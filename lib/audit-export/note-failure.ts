import { withWorkspace } from "#db/tenant.ts";
import { MINUTE_MS } from "#lib/durations/index.ts";
import { type Context, toAppError } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { tenantOf } from "./make-manifest.ts";
import { type ExportFailure, isUnderWay } from "./schemas.ts";
import { lockExport, setFailed, setTryAfter } from "./store.ts";
import { tellFailed } from "./tell.ts";

/** After the first and the second failure in a row; the third is the last. */
const PAUSES_MS = [MINUTE_MS, 5 * MINUTE_MS] as const;

/**
 * What becomes of an export whose next part could not be prepared: it is tried again, or given up and its asker told.
 * A database that is away is nobody's failure: whoever finds it back goes on.
 */
export async function noteFailure(ctx: Context, exportId: string, error: unknown): Promise<void> {
  const failure = failureOf(error, ctx.source.requestId);
  if (failure === null) throw error;
  logger().error({ err: error, exportId, failure }, "an export of the audit log could not be prepared");
  await withWorkspace(tenantOf(ctx), "write", async (tx) => {
    const stored = await lockExport(tx, exportId);
    if (stored === null || !isUnderWay(stored.asked)) return;
    const pause = PAUSES_MS[stored.failedAttempts];
    if (pause !== undefined) {
      return setTryAfter(tx, exportId, stored.failedAttempts + 1, new Date(ctx.now.getTime() + pause));
    }
    await setFailed(tx, exportId, failure);
    await tellFailed(tx, ctx, stored, failure);
  });
}

/** Null: of no account for the export. */
export function failureOf(error: unknown, requestId: string): ExportFailure | null {
  const { code, details } = toAppError(error, requestId);
  if (details.reason === "timeout") return "too_slow";
  return code === "unavailable" ? null : "internal";
}
