import { withWorkspace } from "#db/tenant.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { listWorkspaces } from "#lib/workspaces/index.ts";
import { planReviewReminders } from "./plan.ts";
import { remindReviewers } from "./remind-reviewers.ts";
import type { QueuedReviewReminder } from "./schemas.ts";

export type ReviewReminder = QueuedReviewReminder & { readonly workspace: string };

/**
 * Reminds of reviews that are due at a moment, in all workspaces or one. Safe to repeat, on any number of instances;
 * where there is nothing to tell, nothing is written, not even an event.
 * @param options.workspace a slug
 */
export async function runReviewReminders(
  now: Date,
  options: { readonly workspace?: string } = {},
): Promise<readonly ReviewReminder[]> {
  const queued: ReviewReminder[] = [];
  const failures: unknown[] = [];
  for (const { id, slug } of await listWorkspaces()) {
    if (options.workspace !== undefined && options.workspace !== slug) continue;
    try {
      queued.push(...(await remindIn(id, now)).map((reminder) => ({ workspace: slug, ...reminder })));
    } catch (error) {
      // One workspace's trouble is not the others'.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "some workspaces could not be reminded of their reviews");
  return queued;
}

async function remindIn(workspaceId: string, now: Date): Promise<readonly QueuedReviewReminder[]> {
  const tenant = { workspaceId, environment: null };
  const planned = await withWorkspace(tenant, "read", (tx) => planReviewReminders(tx, now));
  if (planned.length === 0) return [];
  const ctx = jobContext(workspaceId, { name: "audit-reviews", permissions: ["audit_log:manage"], now });
  const outcome = await invoke(remindReviewers, ctx, {});
  return outcome.status === "done" ? outcome.output.queued : [];
}
