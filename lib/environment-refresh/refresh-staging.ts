import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { moveKeyToProjects } from "#lib/api-keys/index.ts";
import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { copyRows, removeAll } from "./copy-rows.ts";
import { planRefresh } from "./plan.ts";
import { beginProgress } from "./progress.ts";
import { type AffectedKey, RefreshPreview, type RowCounts } from "./schemas.ts";
import { countRows, listProjectKeys, tryLockRefresh } from "./store.ts";

export const RefreshStagingInput = z.strictObject({
  /** Chosen by the caller, to ask how far it has come. */
  refreshId: z.uuid(),
  /** Of the preview that the decision was made on. */
  fingerprint: z.string(),
});

/**
 * Replaces staging's projects, tasks and comments by copies of production's as they are at one moment, all or nothing.
 * Keys that are restricted to some of staging's projects go over to the copies with the same project key.
 */
export const refreshStaging = defineWrite({
  name: "environment.refresh_staging",
  effect: "destructive",
  permission: "environments:refresh",
  wall: "workspace",
  seesOneMoment: true,
  heldByFreezeOf: "staging",
  tool: null,
  input: RefreshStagingInput,
  output: RefreshPreview.omit({ fingerprint: true }),
  target: () => ({ type: "environment", id: "staging" }),
  needsProof: () => true,
  async run(tx, ctx, { refreshId, fingerprint }) {
    if (!(await tryLockRefresh(tx, ctx.workspaceId))) throw running();
    const { fingerprint: current, keys, removed, copied } = await planRefresh(tx, ctx.now);
    if (current !== fingerprint) throw stale();
    const progress = await beginProgress(ctx, refreshId, sumOf(removed) + sumOf(copied));
    await removeAll(tx, "staging", progress);
    await copyRows(tx, { from: "production", to: "staging", salt: refreshId }, progress);
    const changes = [changeOfData(removed, await countRows(tx, "staging")), ...(await moveKeys(tx, ctx, keys))];
    return { output: { removed, copied, keys }, changes };
  },
});

/** The restriction of each key to the copies of its projects; one that loses all of them sees nothing. */
async function moveKeys(tx: Tx, ctx: Context, keys: readonly AffectedKey[]): Promise<Change[]> {
  const copies = new Map((await listProjectKeys(tx, "staging")).map(({ id, key }) => [key, id]));
  const changes: Change[] = [];
  for (const { apiKeyId, follows } of keys) {
    const projectIds = follows.flatMap((key) => copies.get(key) ?? []);
    changes.push(await moveKeyToProjects(tx, ctx.now, apiKeyId, projectIds));
  }
  return changes;
}

function changeOfData(before: RowCounts, after: RowCounts): Change {
  return { target: { type: "environment", id: "staging", label: "staging" }, before, after };
}

function sumOf({ projects, tasks, comments }: RowCounts): number {
  return projects + tasks + comments;
}

function running(): AppError {
  return new AppError("conflict", "Staging is being refreshed already.", { reason: "refresh_running" });
}

function stale(): AppError {
  return new AppError("preview_stale", "Staging has changed since the preview. Look at it again.", {
    reason: "staging_changed",
  });
}
