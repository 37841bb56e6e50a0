import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { FreezeWritesInput, WriteFreeze } from "./schemas.ts";
import { findFreeze, lockWrites, saveFreeze } from "./store.ts";
import { freezeTarget, toFreeze } from "./view.ts";

/**
 * Stops all writes of project data in the workspace or in one environment, on every instance: once it is answered,
 * nothing is written any more. It waits for nobody's agreement. Freezing what is frozen changes the note.
 */
export const freezeWrites = defineWrite({
  name: "write_freeze.start",
  effect: "write",
  permission: "environment_policies:manage",
  wall: "workspace",
  tool: null,
  input: FreezeWritesInput,
  output: z.object({ freeze: WriteFreeze }),
  target: ({ scope }) => ({ type: "write_freeze", id: scope }),
  async run(tx, { now, actor }, { scope, note }) {
    await lockWrites(tx);
    const before = await findFreeze(tx, scope);
    if (before?.note === note) return { output: { freeze: toFreeze(before) }, changes: [] };
    const after = before === null ? { scope, note, frozenAt: now, frozenByName: actor.name } : { ...before, note };
    await saveFreeze(tx, after);
    return {
      output: { freeze: toFreeze(after) },
      changes: [{ target: freezeTarget(scope), before: before && { note: before.note }, after: { note } }],
    };
  },
});
