import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import type { PendingWrite } from "#lib/safe-writes/index.ts";
import { aboutWrite } from "./about-write.ts";
import { approvalLink } from "./links.ts";
import { tellWebhooks } from "./tell-outcome.ts";

/**
 * Tells of a request whose time is over. Undecided: everybody who was asked, and whose key asked. Approved but not carried
 * out: whoever approved it, who would otherwise believe that it happened, and the person behind the key.
 */
export async function tellLapse(tx: Tx, ctx: Context, write: PendingWrite): Promise<void> {
  const { id, userId, decidedAt, decidedByUserId, decidedByName } = write;
  const asked = userId === null ? [] : [userId];
  const common = {
    dedupeKey: id,
    link: approvalLink(id),
    about: { type: "pending_write", id },
    // What an assistant asked for in a row lapses in a row.
    digest: "approvals",
    sendAfter: ctx.now,
  } as const;
  if (decidedAt === null) {
    const recipients = { admins: true, userIds: asked };
    await notify(tx, { ...common, kind: "write.expired", params: aboutWrite(write), recipients });
  } else {
    const params = { ...aboutWrite(write), byName: decidedByName ?? "" };
    // The operator has no inbox: then the approvers stand in.
    const approvers = decidedByUserId === null ? { admins: true } : {};
    const userIds = decidedByUserId === null ? asked : [...asked, decidedByUserId];
    await notify(tx, { ...common, kind: "write.lapsed", params, recipients: { ...approvers, userIds } });
  }
  await tellWebhooks(tx, ctx, write);
}
