import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import { listSizes } from "#lib/audit-evidence/index.ts";
import { MINUTE_MS } from "#lib/durations/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { lockDecided, readDecided } from "./decided.ts";
import { Destination, MoveInput } from "./schemas.ts";
import { type CursorRow, findSizeAt, listCursors, updateCursor, updateDestinationRow } from "./store.ts";
import { destinationTarget, viewOfOne } from "./view.ts";

/** Between the clocks of whoever wrote an event and of whoever signed a head. */
const CLOCKS_MS = MINUTE_MS;

/**
 * Goes on from another place: back to have events delivered again, or ahead past a batch that the receiver will never
 * take. The next batch says where it would have gone on.
 */
export const moveDelivery = defineWrite({
  name: "audit_delivery.move",
  eventVersion: 3,
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: MoveInput,
  output: z.object({ destination: Destination }),
  target: ({ destinationId }) => ({ type: "audit_destination", id: destinationId }),
  async run(tx, ctx, { destinationId, stream, to, why }) {
    const { row } = await lockDecided(tx, destinationId);
    const cursor = (await listCursors(tx, [destinationId])).find((one) => one.stream === stream);
    if (cursor === undefined) throw new AppError("not_found", "This destination does not get this stream.");
    const nextLeaf = await placeOf(tx, stream, to);
    await updateCursor(tx, cursor, moved(cursor, nextLeaf));
    await updateDestinationRow(tx, destinationId, { nextAttemptAt: null });
    const after = await readDecided(tx, destinationId);
    const change = {
      target: destinationTarget(row),
      before: { stream, nextLeaf: cursor.nextLeaf },
      after: { stream, nextLeaf, why },
    };
    return { output: { destination: await viewOfOne(tx, after.row, ctx.now) }, changes: [change] };
  },
});

/** A batch that was under way may have arrived: its number is not given again. */
function moved(cursor: CursorRow, nextLeaf: number): Partial<CursorRow> {
  return {
    nextLeaf,
    movedFromLeaf: cursor.movedFromLeaf ?? cursor.nextLeaf,
    sequence: cursor.sequence + (cursor.batchId === null ? 0 : 1),
    ...{ batchId: null, batchLastLeaf: null, batchMadeAt: null },
  };
}

/** @throws AppError `validation` for a leaf that is not there yet */
async function placeOf(tx: Tx, stream: AuditStream, to: z.output<typeof MoveInput>["to"]): Promise<number> {
  if ("time" in to) return findSizeAt(tx, stream, new Date(Date.parse(to.time) - CLOCKS_MS));
  const [found] = await listSizes(tx, [stream]);
  const size = found?.size ?? 0;
  if (to.leaf <= size) return to.leaf;
  const message = `The newest event of this stream is leaf ${size - 1}.`;
  throw new AppError("validation", message, { reason: "no_such_leaf", fieldErrors: { leaf: [message] } });
}
