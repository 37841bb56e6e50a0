import { z } from "zod";
import { listSizes } from "#lib/audit-evidence/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertDestination } from "#lib/webhooks/index.ts";
import { lockDecided, readDecided } from "./decided.ts";
import { Destination, UpdateDestinationInput } from "./schemas.ts";
import { decideDestination, deleteOtherCursors, insertCursors } from "./store.ts";
import { destinationChange, viewOfOne } from "./view.ts";

/** Changes where events go and which. What waits goes to the new address; a stream that is added begins now. */
export const updateDestination = defineWrite({
  name: "audit_delivery.update",
  eventVersion: 3,
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: UpdateDestinationInput,
  output: z.object({ destination: Destination }),
  target: ({ destinationId }) => ({ type: "audit_destination", id: destinationId }),
  needsProof: () => true,
  async run(tx, ctx, { destinationId, version, name, url, streams }) {
    const before = await lockDecided(tx, destinationId);
    if (before.row.version !== version) {
      const details = { reason: "stale_version", current: await viewOfOne(tx, before.row, ctx.now) };
      throw new AppError("conflict", "Somebody changed this destination in the meantime.", details);
    }
    assertDestination(url);
    // Another address is tried at once.
    const again = url === before.row.url ? {} : { nextAttemptAt: null };
    await decideDestination(tx, destinationId, { name, url, ...again });
    const added = [...new Set(streams)].filter((stream) => !before.streams.includes(stream));
    const sizes = await listSizes(tx, added);
    await deleteOtherCursors(tx, destinationId, streams);
    await insertCursors(
      tx,
      destinationId,
      sizes.map(({ stream, size }) => ({ stream, nextLeaf: size })),
    );
    const after = await readDecided(tx, destinationId);
    return {
      output: { destination: await viewOfOne(tx, after.row, ctx.now) },
      changes: [destinationChange(before, after)],
    };
  },
});
