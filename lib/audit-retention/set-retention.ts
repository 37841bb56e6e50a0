import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { retentionRules, toRetention } from "./rules.ts";
import { Retention, SetRetentionInput } from "./schemas.ts";
import { lockRetention, saveRetention } from "./store.ts";

/** How long the events of a stream are kept, and whether a legal hold keeps all of them. */
export const setRetention = defineWrite({
  name: "audit_retention.set",
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: SetRetentionInput,
  output: z.object({ retention: Retention }),
  needsProof: () => true,
  async run(tx, ctx, { stream, keepDays, holdReason, version }) {
    // A run under way ends first: once a hold is answered for, nothing goes any more.
    await lockRetention(tx);
    const before = (await retentionRules(tx)).find((rule) => rule.stream === stream) ?? toRetention(stream, null);
    const holdSince = holdReason === null ? null : before.holdSince === null ? ctx.now : new Date(before.holdSince);
    const by = { updatedByName: ctx.actor.name, updatedAt: ctx.now };
    const row =
      before.version === version
        ? await saveRetention(tx, { stream, keepDays, holdReason, holdSince, ...by }, version)
        : null;
    if (row === null) {
      const details = { reason: "stale_version", current: before };
      throw new AppError("conflict", "Somebody changed the retention in the meantime.", details);
    }
    const after = toRetention(stream, row);
    const change = {
      target: { type: "audit_retention_rule", id: stream, label: `Retention of ${stream}` },
      before: decided(before),
      after: decided(after),
    };
    return { output: { retention: after }, changes: [change] };
  },
});

function decided({ keepDays, holdReason }: Retention) {
  return { keepDays, holdReason };
}
