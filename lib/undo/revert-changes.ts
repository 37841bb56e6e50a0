import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { parentTarget } from "./order.ts";
import { revertAll } from "./revert-all.ts";
import { REVERTIBLES } from "./revertibles.ts";
import { MAX_CHANGES_AT_ONCE, RevertInput, RevertOutput } from "./schemas.ts";
import { type ChangeRow, findChange, listChangesOfEvent } from "./store.ts";

/**
 * Takes back one change, or all changes of one call, in one transaction. A deletion comes back with what went with it.
 * The revert is a change like any other, and can be taken back itself.
 */
export const revertChanges = defineWrite({
  name: "undo.revert",
  effect: "write",
  // No credential can hold it: people take back with it what credentials did.
  permission: "changes:revert",
  wall: "environment",
  // A freeze is made for repairing: else one had to let everything move again first.
  heldByFreezeOf: null,
  needsProof: (_tx, _input, { environment }) => environment === "production",
  previewsUnproven: true,
  tool: null,
  input: RevertInput,
  output: RevertOutput,
  keepsResult: false,
  target: ({ of }) =>
    "changeId" in of ? { type: "change", id: of.changeId } : { type: "audit_event", id: of.eventId },
  async run(tx, ctx, { of, ...options }) {
    const rows = "changeId" in of ? await listWithChange(tx, of.changeId) : await listOfEvent(tx, of.eventId);
    if (rows.length === 0) {
      throw new AppError("not_found", "There is no such change here.", { reason: "change_not_found" });
    }
    return revertAll(tx, ctx, rows, options);
  },
});

const listOfEvent = (tx: Tx, eventId: string) => listChangesOfEvent(tx, eventId, MAX_CHANGES_AT_ONCE + 1);

/** The change, and what its deletion took along. */
async function listWithChange(tx: Tx, id: string): Promise<ChangeRow[]> {
  const change = await findChange(tx, id);
  if (change === null) return [];
  if (change.after !== null) return [change];
  const others = await listOfEvent(tx, change.auditEventId);
  return others.filter((row) => {
    const parent = parentTarget(row, REVERTIBLES);
    return row.id === id || (parent?.type === change.targetType && parent.id === change.targetId);
  });
}
