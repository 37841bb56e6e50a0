import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { lockDecided, readDecided } from "./decided.ts";
import { Destination, SetPausedInput } from "./schemas.ts";
import { type DestinationRow, decideDestination } from "./store.ts";
import { tellStopped } from "./tell-admins.ts";
import { destinationChange, viewOfOne } from "./view.ts";

/** Stops the delivery to a destination, or lets it go on where it was. */
export const setDestinationPaused = defineWrite({
  name: "audit_delivery.set_paused",
  eventVersion: 3,
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: SetPausedInput,
  output: z.object({ destination: Destination }),
  target: ({ destinationId }) => ({ type: "audit_destination", id: destinationId }),
  async run(tx, ctx, { destinationId, isPaused, version }) {
    const before = await lockDecided(tx, destinationId);
    const isAnother = version !== undefined && version !== before.row.version;
    if (isAnother || (before.row.pausedAt !== null) === isPaused) {
      return { output: { destination: await viewOfOne(tx, before.row, ctx.now) }, changes: [] };
    }
    // Only the job that got the answer 410 acts as the system here.
    const reason = ctx.channel === "job" ? "gone" : "person";
    const state = isPaused
      ? ({ pausedAt: ctx.now, pausedReason: reason } as const)
      : { pausedAt: null, pausedReason: null, nextAttemptAt: null, ...freshStart(before.row) };
    await decideDestination(tx, destinationId, state);
    const after = await readDecided(tx, destinationId);
    if (after.row.pausedReason === "gone") await tellStopped(tx, ctx, after.row);
    return {
      output: { destination: await viewOfOne(tx, after.row, ctx.now) },
      changes: [destinationChange(before, after)],
    };
  },
});

/** The time of the pause counts as no outage; one that the admins heard of lasts until they hear of its end. */
function freshStart({ alertedAt }: DestinationRow): Partial<DestinationRow> {
  return alertedAt === null ? { failingSince: null, failures: 0 } : { failures: 0 };
}
