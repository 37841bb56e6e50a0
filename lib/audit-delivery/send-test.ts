import { z } from "zod";
import { newId } from "#lib/crypto/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { DestinationId } from "./schemas.ts";
import { lockDestination, updateDestinationRow } from "./store.ts";
import { destinationTarget, existing } from "./view.ts";

/** Queues an event of no meaning, so that a receiver can be tried out; also while the delivery is paused. */
export const sendDestinationTest = defineWrite({
  name: "audit_delivery.send_test",
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: DestinationId,
  output: z.object({ testId: z.uuid() }),
  target: ({ destinationId }) => ({ type: "audit_destination", id: destinationId }),
  async run(tx, ctx, { destinationId }) {
    const row = existing(await lockDestination(tx, destinationId));
    const testId = newId();
    await updateDestinationRow(tx, destinationId, {
      ...{ testId, testState: "queued", testAt: ctx.now },
      ...{ testStatus: null, testError: null, testDurationMs: null },
    });
    return { output: { testId }, changes: [{ target: destinationTarget(row), before: null, after: { testId } }] };
  },
});
