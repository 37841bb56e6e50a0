import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor } from "#lib/paging/index.ts";
import { ListApprovalsInput, ListedApproval } from "./schemas.ts";
import { listApprovalRows } from "./store.ts";
import { toListedApproval } from "./view.ts";

/** The writes of all environments that wait, or waited, for an approval, newest first. */
export const listApprovals = defineRead({
  name: "pending_write.list",
  permission: "writes:approve",
  wall: "workspace",
  tool: null,
  input: ListApprovalsInput,
  output: z.object({ items: z.array(ListedApproval), nextCursor: z.string().nullable() }),
  keepsResult: false,
  async run(tx, { now }, { limit, cursor, state = null }) {
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const rows = await listApprovalRows(tx, { state, now, beforeId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((row) => toListedApproval(row, now)),
      nextCursor: last ? encodeCursor(last.id) : null,
    };
  },
});
