import { withWorkspace } from "#db/tenant.ts";
import { logger } from "#lib/observability/index.ts";
import { indexNext, listDue, lock, tryLock } from "./index-store.ts";

/**
 * Brings the search index of all workspaces up to their events. Safe on any number of instances and after a stop at any
 * point: what was indexed is said in the same transaction.
 */
export async function indexAuditLog(): Promise<void> {
  let failed = 0;
  for (let after: string | null = null; ; ) {
    const due: readonly string[] = await listDue(after);
    for (const workspaceId of due) {
      await indexWorkspace(workspaceId).catch((error: unknown) => {
        // One workspace's trouble must not keep the others' events back: a search finds them without the index.
        failed += 1;
        logger().error({ err: error, workspaceId }, "audit events could not be indexed");
      });
    }
    after = due.at(-1) ?? null;
    if (after === null) break;
  }
  if (failed > 0) throw new Error(`the audit events of ${failed} workspaces could not be indexed`);
}

/**
 * The same for one workspace.
 * @param options.waits when another process is indexing it: until there is nothing left, instead of leaving it to that one
 */
export async function indexWorkspace(workspaceId: string, options: { readonly waits?: boolean } = {}): Promise<void> {
  const enter = options.waits ? lock : tryLock;
  for (let isMore = true; isMore; ) {
    isMore = await withWorkspace({ workspaceId, environment: null }, "write", async (tx) =>
      (await enter(tx, workspaceId)) ? indexNext(tx) : false,
    );
  }
}
