import { type Tx, withWorkspace } from "#db/tenant.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { listWorkspaces } from "#lib/workspaces/index.ts";
import { planReminders, planWebhooks } from "./plan.ts";
import { planEndings, planEndingWebhooks } from "./plan-endings.ts";
import { queueReminders } from "./queue-reminders.ts";
import type { QueuedReminder } from "./schemas.ts";
import { suspendOverdueKey } from "./suspend-overdue-key.ts";

const PERMISSIONS = ["api_keys:manage"] as const;

export interface RunReminders {
  readonly queued: readonly (QueuedReminder & { readonly workspace: string })[];
  readonly suspended: readonly {
    readonly workspace: string;
    readonly apiKeyId: string;
    readonly name: string;
    readonly environment: string;
  }[];
}

/**
 * Reminds of what is due at a moment, in all workspaces or one, and suspends what was announced for it. Safe to repeat,
 * on any number of instances; where there is nothing to do, nothing is written, not even an event.
 * @param options.workspace a slug
 */
export async function runReminders(now: Date, options: { readonly workspace?: string } = {}): Promise<RunReminders> {
  const queued: RunReminders["queued"][number][] = [];
  const suspended: RunReminders["suspended"][number][] = [];
  const failures: unknown[] = [];
  for (const { id, slug } of await listWorkspaces()) {
    if (options.workspace !== undefined && options.workspace !== slug) continue;
    try {
      const done = await runInWorkspace(id, now);
      queued.push(...done.queued.map((reminder) => ({ workspace: slug, ...reminder })));
      suspended.push(...done.suspended.map((key) => ({ workspace: slug, ...key })));
    } catch (error) {
      // One workspace's trouble is not the others'.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "some workspaces could not be reminded");
  return { queued, suspended };
}

async function runInWorkspace(workspaceId: string, now: Date) {
  const suspended = await suspendOverdue(workspaceId, now);
  const hasReminders = await inWorkspace(workspaceId, (tx) => isAnythingToTell(tx, now));
  if (!hasReminders) return { queued: [], suspended };
  const ctx = jobContext(workspaceId, { name: "reminders", permissions: PERMISSIONS, now });
  const outcome = await invoke(queueReminders, ctx, {});
  return { queued: outcome.status === "done" ? outcome.output.queued : [], suspended };
}

async function isAnythingToTell(tx: Tx, now: Date): Promise<boolean> {
  if ((await planReminders(tx, now)).reminders.length > 0) return true;
  for (const plan of [planWebhooks, planEndings, planEndingWebhooks]) if ((await plan(tx, now)).length > 0) return true;
  return false;
}

async function suspendOverdue(workspaceId: string, now: Date) {
  const { suspensions } = await inWorkspace(workspaceId, (tx) => planReminders(tx, now));
  const suspended = [];
  for (const { id, name, environment } of suspensions) {
    const ctx = jobContext(workspaceId, { name: "policy", permissions: PERMISSIONS, now });
    const outcome = await invoke(suspendOverdueKey, ctx, { apiKeyId: id });
    if (outcome.status === "done" && outcome.output.apiKey) suspended.push({ apiKeyId: id, name, environment });
  }
  return suspended;
}

function inWorkspace<T>(workspaceId: string, look: (tx: Tx) => Promise<T>): Promise<T> {
  return withWorkspace({ workspaceId, environment: null }, "read", look);
}
