import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { listAssigneeRows } from "./store.ts";

/** Everybody in the workspace who can be given tasks, by name. */
export const listAssignees = defineRead({
  name: "task.list_assignees",
  permission: "tasks:read",
  wall: "environment",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  async run(tx) {
    return { items: await listAssigneeRows(tx) };
  },
});
