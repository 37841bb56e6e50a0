import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { FREEZE_SCOPES, WriteFreeze } from "./schemas.ts";
import { listFreezeRows } from "./store.ts";
import { toFreeze } from "./view.ts";

/** The freezes of writes that are in force, the workspace's first. */
export const listFreezes = defineRead({
  name: "write_freeze.list",
  permission: "workspace:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(WriteFreeze) }),
  async run(tx) {
    const rows = await listFreezeRows(tx);
    return { items: FREEZE_SCOPES.flatMap((scope) => rows.filter((row) => row.scope === scope).map(toFreeze)) };
  },
});
