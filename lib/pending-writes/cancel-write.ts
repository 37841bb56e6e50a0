import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { endPending, findPendingWrite } from "#lib/safe-writes/index.ts";
import { assertUsable } from "./assert-usable.ts";
import { requireOwn } from "./require-own.ts";
import { ConfirmToken } from "./schemas.ts";

/** Takes back a write that waits; nobody can confirm or approve it any more. */
export const cancelWrite = defineWrite({
  name: "pending_write.cancel",
  effect: "write",
  permission: "self:confirm",
  wall: "environment",
  neverWaits: true,
  // Taking a write back makes nothing worse.
  heldByFreezeOf: null,
  tool: {
    name: "cancel_write",
    title: "Cancel a write that waits",
    description:
      "Takes back a write that answered confirmation_required or approval_required, before it happens. Use it when your " +
      "user says no, or no longer wants it. Cancelling what is cancelled already changes nothing. On confirm_token_used " +
      "it is too late: the write has happened, and a person can revert it in Postern.",
    isIdempotent: true,
  },
  input: z.strictObject({ token: ConfirmToken }),
  output: z.object({ cancelled: z.uuid().describe("The id of the write that is cancelled now") }),
  async run(tx, ctx, { token }) {
    const pending = await requireOwn(tx, ctx, token);
    const output = { cancelled: pending.id };
    if (pending.status === "cancelled") return { output, changes: [] };
    const ended = await endPending(tx, pending.id, "cancelled", ctx.now);
    if (ended === null) await assertUsable(tx, (await findPendingWrite(tx, pending.id)) ?? pending, ctx.now);
    return { output, changes: [] };
  },
});
