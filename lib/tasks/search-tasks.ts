import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { PageInput } from "#lib/paging/index.ts";
import { ProjectRef, requireProject, soughtProject } from "#lib/projects/index.ts";
import { TASK_STATUSES } from "./schemas.ts";
import { listTaskRecords } from "./store.ts";
import { decodeTaskCursor, TaskPage, toTaskPage } from "./task-page.ts";

/** Each is looked for in every text of the environment. */
const MAX_WORDS = 16;

export const SearchTasksInput = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe(
      "Words to find, 1 to 200 characters. Every word must appear in the title, the description or the number; " +
        "the first 16 words count.",
    ),
  projectId: ProjectRef.optional().describe("Only tasks of this project: its id (a UUID) or its key, such as ACM"),
  status: z
    .enum([...TASK_STATUSES, "open"])
    .optional()
    .describe("Only tasks in this status; `open` is everything that is neither done nor cancelled"),
  ...PageInput.shape,
});

export const searchTasks = defineRead({
  name: "task.search",
  permission: "tasks:read",
  wall: "environment",
  tool: {
    name: "search_tasks",
    title: "Search tasks",
    description:
      "Finds tasks whose title, description or number contains every word of `query`, without regard to upper and lower " +
      "case, newest first. Use it before create_task to see whether a task exists already, and to find a task that the " +
      "person describes in words. When you have a number such as ACM-42, call get_task instead. Returns `items` and " +
      "`next_cursor`, like list_tasks; an empty list means that nothing matches: try fewer or other words.",
    isIdempotent: true,
  },
  input: SearchTasksInput,
  output: TaskPage,
  target: ({ projectId }) => (projectId === undefined ? null : { type: "project", id: projectId }),
  sought: soughtProject,
  async run(tx, _ctx, { query, projectId, status = null, limit, cursor }) {
    const beforeId = decodeTaskCursor(cursor);
    const project = projectId === undefined ? null : await requireProject(tx, projectId);
    const words = wordsOf(query);
    const filter = { projectId: project?.id ?? null, status, assigneeId: null, label: null, words, beforeId };
    return toTaskPage(await listTaskRecords(tx, { ...filter, limit: limit + 1 }), limit);
  },
});

function wordsOf(query: string): string[] {
  return [...new Set(query.toLowerCase().split(/\s+/))].slice(0, MAX_WORDS);
}
