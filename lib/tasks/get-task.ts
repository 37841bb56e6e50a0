import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { soughtTask } from "./require-task.ts";
import { Task, TaskRef } from "./schemas.ts";
import { findTaskRecordTogether } from "./together-store.ts";
import { taskNotFound, toTask } from "./view.ts";

export const GetTaskInput = z.strictObject({ taskId: TaskRef });

export const getTask = defineRead({
  name: "task.get",
  permission: "tasks:read",
  wall: "environment",
  isBrief: true,
  tool: {
    name: "get_task",
    title: "Get a task",
    description:
      "Reads one task by its number (ACM-42) or its id: everything about it, its `version`, and how many comments it has. " +
      "Always call it right before update_task, and pass the `version` on. The comments themselves come from " +
      "list_comments. not_found means that there is no such task in this environment: use search_tasks.",
    isIdempotent: true,
  },
  input: GetTaskInput,
  output: z.object({ task: Task }),
  target: ({ taskId }) => ({ type: "task", id: taskId }),
  sought: soughtTask,
  async run(tx, _ctx, { taskId }) {
    const record = await findTaskRecordTogether(tx, taskId);
    if (record === null) throw taskNotFound();
    return { task: toTask(record) };
  },
});
