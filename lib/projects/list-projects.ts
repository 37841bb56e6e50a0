import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { Project } from "./schemas.ts";
import { listProjectRecords } from "./store.ts";
import { toProject } from "./view.ts";

export const ListProjectsInput = z.strictObject({
  ...PageInput.shape,
  query: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .optional()
    .describe("Only projects whose name contains this, or whose key begins with it; upper and lower case are the same"),
  includeArchived: z.boolean().default(false).describe("Also list archived projects"),
});

export const listProjects = defineRead({
  name: "project.list",
  permission: "projects:read",
  wall: "environment",
  tool: {
    name: "list_projects",
    title: "List projects",
    description:
      "Lists the projects of this environment by name, with their keys and how many tasks are open. Use it first when " +
      "you don't know a project's key or id; `query` narrows it down. Don't use it to look for tasks: that is search_tasks. Returns `items` and " +
      "`next_cursor`; when `next_cursor` is not null, call again with it as `cursor` for the next page. Archived " +
      "projects are left out unless `include_archived` is true.",
    isIdempotent: true,
  },
  input: ListProjectsInput,
  output: z.object({
    items: z.array(Project),
    nextCursor: z.string().nullable().describe("Pass it as cursor for the next page; null on the last page"),
  }),
  async run(tx, _ctx, { limit, cursor, query = null, includeArchived }) {
    const afterId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const records = await listProjectRecords(tx, { includeArchived, query, afterId, limit: limit + 1 });
    const page = records.slice(0, limit);
    const last = records.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toProject), nextCursor: last ? encodeCursor(last.project.id) : null };
  },
});
