import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { lockDecided } from "./decided.ts";
import { DestinationId } from "./schemas.ts";
import { deleteDestinationRow } from "./store.ts";
import { destinationChange } from "./view.ts";

/** Removes a destination. Nothing is sent there any more, and where it was is forgotten. */
export const deleteDestination = defineWrite({
  name: "audit_delivery.delete",
  effect: "destructive",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: DestinationId,
  output: z.object({ deleted: z.object({ id: z.uuid(), name: z.string() }) }),
  target: ({ destinationId }) => ({ type: "audit_destination", id: destinationId }),
  async run(tx, _ctx, { destinationId }) {
    const before = await lockDecided(tx, destinationId);
    await deleteDestinationRow(tx, destinationId);
    const { id, name } = before.row;
    return { output: { deleted: { id, name } }, changes: [destinationChange(before, null)] };
  },
});
