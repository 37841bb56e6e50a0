import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { PageInput } from "#lib/paging/index.ts";
import { ProjectRef, requireProject, soughtProject } from "#lib/projects/index.ts";
import { TASK_STATUSES, TaskLabel } from "./schemas.ts";
import { listTaskRecords } from "./store.ts";
import { decodeTaskCursor, TaskPage, toTaskPage } from "./task-page.ts";

export const ListTasksInput = z.strictObject({
  projectId: ProjectRef.optional().describe("Only tasks of this project: its id (a UUID) or its key, such as ACM"),
  status: z
    .enum([...TASK_STATUSES, "open"])
    .optional()
    .describe("Only tasks in this status; `open` is everything that is neither done nor cancelled"),
  assigneeId: z.uuid().optional().describe("Only tasks of this person"),
  label: TaskLabel.optional().describe("Only tasks with exactly this label"),
  ...PageInput.shape,
});

export const listTasks = defineRead({
  name: "task.list",
  permission: "tasks:read",
  wall: "environment",
  tool: {
    name: "list_tasks",
    title: "List tasks",
    description:
      "Lists tasks, newest first, of all projects or of one (`project_id`), optionally by status, assignee or label. " +
      "Use it to go through tasks by these fields; use search_tasks to find tasks by words. Items have no description: " +
      "call get_task for it. Returns `items` and `next_cursor`; when `next_cursor` is not null there are more, and you " +
      "get them by calling again with the same filters and it as `cursor`. not_found means that the project doesn't " +
      "exist here: call list_projects.",
    isIdempotent: true,
  },
  input: ListTasksInput,
  output: TaskPage,
  target: ({ projectId }) => (projectId === undefined ? null : { type: "project", id: projectId }),
  sought: soughtProject,
  async run(tx, _ctx, { projectId, status = null, assigneeId = null, label = null, limit, cursor }) {
    const beforeId = decodeTaskCursor(cursor);
    const project = projectId === undefined ? null : await requireProject(tx, projectId);
    const filter = { projectId: project?.id ?? null, status, assigneeId, label, words: [], beforeId };
    return toTaskPage(await listTaskRecords(tx, { ...filter, limit: limit + 1 }), limit);
  },
});
