import { z } from "zod";
import { defineWrite, invoke, jobContext } from "#lib/kernel/index.ts";
import { expirePending } from "#lib/safe-writes/index.ts";
import { listLapsedWorkspaces } from "./store.ts";
import { tellLapse } from "./tell-lapse.ts";
import { approvalTarget } from "./view.ts";

/**
 * Writes down which waiting writes nobody agreed to, or nobody carried out, in time, and tells the people who asked and who
 * were asked. They can't be approved or executed from that moment on in any case.
 */
export const expirePendingWrites = defineWrite({
  name: "pending_write.expire",
  effect: "write",
  permission: "writes:approve",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ expired: z.int() }),
  async run(tx, ctx) {
    const expired = await expirePending(tx, ctx.now);
    // What is confirmed through its client is between the client and its user.
    for (const write of expired) if (write.mode === "approve") await tellLapse(tx, ctx, write);
    const changes = expired.map((write) => ({
      target: approvalTarget(write),
      before: { status: write.decidedAt === null ? "pending" : "approved" },
      after: { status: "expired" },
    }));
    return { output: { expired: expired.length }, changes };
  },
});

/** In all workspaces where something has lapsed; safe on any number of instances. */
export async function expireLapsedWrites(now: Date): Promise<void> {
  for (const workspaceId of await listLapsedWorkspaces(now)) {
    await invoke(
      expirePendingWrites,
      jobContext(workspaceId, { name: "approvals", permissions: ["writes:approve"], now }),
      {},
    );
  }
}
