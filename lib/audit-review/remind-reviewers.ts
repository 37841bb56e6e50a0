import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { type PlannedReviewReminder, planReviewReminders } from "./plan.ts";
import { QueuedReviewReminder } from "./schemas.ts";
import { lockReviews } from "./store.ts";

/** Tells the reviewers that a review is due. What was told before is not told again: twice at a moment is once. */
export const remindReviewers = defineWrite({
  name: "audit_review.remind",
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ queued: z.array(QueuedReviewReminder) }),
  async run(tx, ctx) {
    await lockReviews(tx);
    const told: PlannedReviewReminder[] = [];
    for (const reminder of await planReviewReminders(tx, ctx.now)) {
      if (await tell(tx, ctx, reminder)) told.push(reminder);
    }
    return { output: { queued: told.map(toQueued) }, changes: changesOf(told, ctx.workspaceId) };
  },
});

async function tell(tx: Tx, ctx: Context, { userId, days, dueAt, dedupeKey }: PlannedReviewReminder) {
  const told = await notify(tx, {
    kind: "audit.review_due",
    params: { reviewDueAt: dueAt.toISOString(), days },
    dedupeKey,
    recipients: { userIds: [userId] },
    link: "/settings/audit-log/review",
    about: { type: "audit_log", id: ctx.workspaceId },
  });
  return told.length > 0;
}

function toQueued({ userId, stage, dueAt }: PlannedReviewReminder): QueuedReviewReminder {
  return { stage, dueAt: dueAt.toISOString(), recipient: `user:${userId}` };
}

function changesOf(told: readonly PlannedReviewReminder[], workspaceId: string): Change[] {
  const [first] = told;
  if (first === undefined) return [];
  const target = { type: "audit_review_settings", id: workspaceId, label: "Reviews of the audit log" };
  const reminders = told.map(({ stage, userId }) => `${stage} user:${userId}`);
  return [{ target, before: null, after: { dueAt: first.dueAt.toISOString(), reminders } }];
}
