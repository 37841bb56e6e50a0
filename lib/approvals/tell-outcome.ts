import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { type NotifyRequest, notify } from "#lib/notifications/index.ts";
import type { PendingWrite } from "#lib/safe-writes/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { aboutWrite, webhookData } from "./about-write.ts";
import { approvalLink } from "./links.ts";

/** Tells the person behind the key what became of its request, unless they decided themselves; and the webhooks. */
export async function tellOutcome(tx: Tx, ctx: Context, write: PendingWrite): Promise<void> {
  const { id, userId } = write;
  if (userId !== null) {
    await notify(tx, {
      ...worded(write),
      dedupeKey: id,
      recipients: { userIds: [userId], exceptUserIds: ctx.actor.kind === "user" ? [ctx.actor.id] : [] },
      link: approvalLink(id),
      about: { type: "pending_write", id },
    });
  }
  await tellWebhooks(tx, ctx, write);
}

/** The end of waiting for a decision, or of an approval that nobody used. */
export async function tellWebhooks(tx: Tx, ctx: Context, write: PendingWrite): Promise<void> {
  const { id, status } = write;
  const decided = { decision: status, decidedByName: write.decidedByName, comment: write.decisionComment };
  const data = { ...(await webhookData(tx, write)), ...decided };
  await queueWebhookEvent(tx, { type: "write.approval_decided", dedupeKey: `${id} ${status}`, data }, ctx.now);
}

type Worded = NotifyRequest extends infer Request
  ? Request extends NotifyRequest
    ? Pick<Request, "kind" | "params">
    : never
  : never;

function worded(write: PendingWrite): Worded {
  const about = aboutWrite(write);
  const { decidedByName, decisionComment } = write;
  const decided = {
    ...about,
    byName: decidedByName ?? "",
    ...(decisionComment !== null && { comment: decisionComment }),
  };
  if (write.status === "rejected") return { kind: "write.rejected", params: decided };
  return { kind: "write.approved", params: { ...decided, expiresAt: write.expiresAt.toISOString() } };
}
