import type { Tx } from "#db/tenant.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { notify } from "#lib/notifications/index.ts";
import type { PendingWrite } from "#lib/safe-writes/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { aboutWrite, webhookData } from "./about-write.ts";
import { approvalLink } from "./links.ts";
import { findKeyPeople } from "./store.ts";

/**
 * Tells everybody who may approve that a write waits, in the transaction that stores it: in the inbox, by mail and by
 * webhook. Where four eyes are wanted, the people behind the key are left out, as they couldn't decide.
 */
export async function tellApprovers(tx: Tx, write: PendingWrite): Promise<void> {
  const { id, reason, preview, expiresAt, createdAt } = write;
  const { isFourEyesRequired } = await environmentPolicy(tx, write.environment);
  await notify(tx, {
    kind: "write.approval_requested",
    params: {
      ...aboutWrite(write),
      changes: preview.counts.reduce((sum, { count }) => sum + count, 0),
      ...(reason !== null && { reason }),
      expiresAt: expiresAt.toISOString(),
    },
    dedupeKey: id,
    recipients: { admins: true, exceptUserIds: isFourEyesRequired ? await peopleBehind(tx, write) : [] },
    link: approvalLink(id),
    about: { type: "pending_write", id },
    // An assistant that asks ten times in a row makes one mail.
    digest: "approvals",
    sendAfter: createdAt,
  });
  const event = { type: "write.approval_requested", dedupeKey: id, data: await webhookData(tx, write) } as const;
  await queueWebhookEvent(tx, event, createdAt);
}

async function peopleBehind(tx: Tx, { userId, credentialId }: PendingWrite): Promise<readonly string[]> {
  return [...(userId === null ? [] : [userId]), ...(await findKeyPeople(tx, credentialId))];
}
