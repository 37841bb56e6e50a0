import { withWorkspace } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import { type Context, invoke, jobContext } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { listWorkspaces } from "#lib/workspaces/index.ts";
import { removeExpired, toRule, WINDOW } from "./remove-expired.ts";
import { retentionRules } from "./rules.ts";
import type { Place } from "./schemas.ts";
import { nextWindow, type Window } from "./store.ts";

/** How many events went, by stream. */
export type Removed = Partial<Record<AuditStream, number>>;

/** Removes what is expired, in every workspace. Safe on any number of instances and after a stop at any point. */
export async function runRetention(now: Date): Promise<void> {
  let failed = 0;
  for (const { id } of await listWorkspaces()) {
    const ctx = jobContext(id, { name: "retention", permissions: ["audit_log:manage"], now });
    await applyRetention(ctx).catch((error: unknown) => {
      // One workspace's trouble is not the others'.
      failed += 1;
      logger().error({ err: error, workspaceId: id }, "expired audit events could not be removed");
    });
  }
  if (failed > 0) throw new Error(`the expired events of ${failed} workspaces could not be removed`);
}

/** The same for one workspace: step by step, each of them a short transaction with its own record. */
export async function applyRetention(ctx: Context): Promise<Removed> {
  const total: Removed = {};
  const tenant = { workspaceId: ctx.workspaceId, environment: null };
  for (let after: Place | null = null; ; ) {
    const from: Place | null = after;
    const { expired, last }: Window = await withWorkspace(tenant, "read", async (tx) =>
      nextWindow(tx, (await retentionRules(tx)).map(toRule), from, WINDOW),
    );
    if (last === null) return total;
    after = last;
    if (expired.length === 0) continue;
    const outcome = await invoke(removeExpired, ctx, { after: from });
    if (outcome.status !== "done") throw new Error(`a removal ended as ${outcome.status}`);
    for (const { stream, events } of outcome.output.removed) total[stream] = (total[stream] ?? 0) + events;
    if (outcome.output.isCut) after = from;
  }
}
