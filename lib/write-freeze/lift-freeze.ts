import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { LiftFreezeInput } from "./schemas.ts";
import { deleteFreeze, findFreeze } from "./store.ts";
import { freezeTarget, toFreeze } from "./view.ts";

/** Lets writes happen again. Lifting what is not frozen changes nothing. */
export const liftFreeze = defineWrite({
  name: "write_freeze.lift",
  effect: "write",
  permission: "environment_policies:manage",
  wall: "workspace",
  tool: null,
  input: LiftFreezeInput,
  output: z.object({ isLifted: z.boolean() }),
  target: ({ scope }) => ({ type: "write_freeze", id: scope }),
  needsProof: (_tx, { scope }) => scope === "production" || scope === "workspace",
  async run(tx, _ctx, { scope }) {
    const before = await findFreeze(tx, scope);
    if (before === null) return { output: { isLifted: false }, changes: [] };
    await deleteFreeze(tx, scope);
    const { scope: _, ...fields } = toFreeze(before);
    return {
      output: { isLifted: true },
      changes: [{ target: freezeTarget(scope), before: fields, after: null }],
    };
  },
});
