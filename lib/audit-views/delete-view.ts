import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { DeleteViewInput } from "./schemas.ts";
import { deleteView, lockView } from "./store.ts";
import { changeableView, ownerOf, viewChange } from "./view.ts";

/** Removes a view; what it finds is not touched. */
export const deleteAuditView = defineWrite({
  name: "audit_view.delete",
  effect: "destructive",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: DeleteViewInput,
  output: z.object({ deleted: z.object({ id: z.uuid(), name: z.string() }) }),
  target: ({ viewId }) => ({ type: "audit_view", id: viewId }),
  async run(tx, ctx, { viewId }) {
    const row = changeableView(await lockView(tx, viewId, ownerOf(ctx)), ctx);
    await deleteView(tx, viewId);
    return { output: { deleted: { id: row.id, name: row.name } }, changes: [viewChange(row, null)] };
  },
});
