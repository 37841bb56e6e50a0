import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { AuditView, UpdateViewInput } from "./schemas.ts";
import { isNameTaken, lockNames, lockView, updateView } from "./store.ts";
import { assertUnderstood, changeableView, nameTaken, ownerOf, toColumns, toView, viewChange } from "./view.ts";

/** Gives a view another name, or another search. */
export const updateAuditView = defineWrite({
  name: "audit_view.update",
  effect: "write",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: UpdateViewInput,
  output: z.object({ view: AuditView }),
  target: ({ viewId }) => ({ type: "audit_view", id: viewId }),
  async run(tx, ctx, { viewId, name, search }) {
    await lockNames(tx);
    const before = changeableView(await lockView(tx, viewId, ownerOf(ctx)), ctx);
    if (name !== undefined && (await isNameTaken(tx, name, before.ownerUserId, viewId))) throw nameTaken();
    if (search !== undefined) assertUnderstood(search);
    const after = await updateView(tx, viewId, {
      ...(name !== undefined && { name }),
      ...(search !== undefined && toColumns(search)),
      updatedByName: ctx.actor.name,
      updatedAt: ctx.now,
    });
    return { output: { view: toView(after, ctx) }, changes: [viewChange(before, after)] };
  },
});
