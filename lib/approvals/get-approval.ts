import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { type Actor, defineRead } from "#lib/kernel/index.ts";
import { findPendingWrite, type PendingWrite } from "#lib/safe-writes/index.ts";
import { decisionOf, isOwnRequest } from "./may-decide.ts";
import { Approval, PendingWriteId } from "./schemas.ts";
import { requireApproval, toApproval } from "./view.ts";

/**
 * One write that waits, or waited, for an approval: for approvers, for those who read the audit log, and for the person
 * behind the key that asked. Whoever holds the link alone learns nothing.
 */
export const getApproval = defineRead({
  name: "pending_write.get",
  permission: "workspace:read",
  wall: "workspace",
  tool: null,
  input: PendingWriteId,
  output: z.object({ approval: Approval }),
  keepsResult: false,
  target: ({ pendingWriteId }) => ({ type: "pending_write", id: pendingWriteId }),
  async run(tx, { actor, now }, { pendingWriteId }) {
    const row = requireApproval(await findPendingWrite(tx, pendingWriteId));
    if (!(await maySee(tx, actor, row))) requireApproval(null);
    return { approval: toApproval(row, await decisionOf(tx, actor, row, now), now) };
  },
});

async function maySee(tx: Tx, actor: Actor, row: PendingWrite): Promise<boolean> {
  const { permissions } = actor;
  return permissions.has("writes:approve") || permissions.has("audit_log:read") || isOwnRequest(tx, actor, row);
}
