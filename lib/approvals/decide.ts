import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite, type Ran } from "#lib/kernel/index.ts";
import { decidePending, findPendingWrite, type PendingWrite } from "#lib/safe-writes/index.ts";
import { decisionOf } from "./may-decide.ts";
import { Approval, DecideInput } from "./schemas.ts";
import { tellOutcome } from "./tell-outcome.ts";
import { approvalTarget, requireApproval, stateOf, toApproval } from "./view.ts";

const COMMON = {
  effect: "write",
  permission: "writes:approve",
  wall: "workspace",
  tool: null,
  input: DecideInput,
  output: z.object({ approval: Approval }),
  target: ({ pendingWriteId }: z.output<typeof DecideInput>) => ({ type: "pending_write", id: pendingWriteId }),
} as const;

/**
 * Lets a proposed write happen: its client carries it out, once, as long as nothing that was shown has changed. The row
 * decides, never the link: only what still waits can be approved, and of several who decide at once the first does.
 */
export const approvePendingWrite = defineWrite({
  ...COMMON,
  name: "pending_write.approve",
  needsProof: async (tx, { pendingWriteId }) =>
    (await findPendingWrite(tx, pendingWriteId))?.environment === "production",
  run: (tx, ctx, input) => decide(tx, ctx, input, "approved"),
});

/** Refuses a proposed write for good. Saying no never waits for a proof. */
export const rejectPendingWrite = defineWrite({
  ...COMMON,
  name: "pending_write.reject",
  run: (tx, ctx, input) => decide(tx, ctx, input, "rejected"),
});

async function decide(
  tx: Tx,
  ctx: Context,
  { pendingWriteId, comment = "" }: z.output<typeof DecideInput>,
  status: "approved" | "rejected",
): Promise<Ran<{ approval: z.input<typeof Approval> }>> {
  const before = requireApproval(await findPendingWrite(tx, pendingWriteId));
  await assertMayDecide(tx, ctx, before, status);
  const { actor } = ctx;
  const after = await decidePending(tx, pendingWriteId, {
    status,
    byUserId: actor.kind === "user" ? actor.id : null,
    byName: actor.name,
    comment: comment === "" ? null : comment,
    now: ctx.now,
  });
  if (after === null) throw over(requireApproval(await findPendingWrite(tx, pendingWriteId)), ctx.now);
  await tellOutcome(tx, ctx, after);
  const change = {
    target: approvalTarget(after),
    before: { status: before.status },
    after: { status, comment: after.decisionComment },
  };
  return { output: { approval: toApproval(after, "over", ctx.now) }, changes: [change] };
}

/** Four eyes are for letting something happen: one's own request can always be withdrawn. */
async function assertMayDecide(
  tx: Tx,
  ctx: Context,
  row: PendingWrite,
  status: "approved" | "rejected",
): Promise<void> {
  const decision = await decisionOf(tx, ctx.actor, row, ctx.now);
  if (decision === "over") throw over(row, ctx.now);
  if (decision !== "own_request" || status === "rejected") return;
  throw new AppError("forbidden", "This environment wants somebody else to approve what your own key asks for.", {
    reason: "four_eyes",
  });
}

function over(row: PendingWrite, now: Date): AppError {
  const state = stateOf(row, now);
  return new AppError("conflict", `This request is ${state}: there is nothing to decide any more.`, {
    reason: `approval_${state}`,
    current: { state, decidedByName: row.decidedByName },
  });
}
