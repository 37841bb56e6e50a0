import { z } from "zod";
import { defineWrite, diffOf } from "#lib/kernel/index.ts";
import { assertCurrent } from "./assert-current.ts";
import { requireTaskRecord, soughtTask } from "./require-task.ts";
import { Task, TaskRef, TaskVersion } from "./schemas.ts";
import { updateTaskRow } from "./store.ts";
import { taskSnapshot, taskTarget, toTask, toTaskRow } from "./view.ts";

export const CompleteTaskInput = z.strictObject({
  taskId: TaskRef,
  version: TaskVersion.optional().describe(
    "The `version` of the task as you read it. When given and no longer current, the call is refused.",
  ),
});

export const completeTask = defineWrite({
  name: "task.complete",
  effect: "write",
  permission: "tasks:write",
  wall: "environment",
  tool: {
    name: "complete_task",
    title: "Complete a task",
    description:
      "Marks one task as done. Calling it for a task that is done already changes nothing and gives the same answer. Use " +
      "it only when the work is really finished; to move a task to any other status use update_task. Pass the `version` " +
      "from get_task when the decision hangs on what you read; if it answers conflict, read the task again. Returns the " +
      "task with `completed_at`.",
    isIdempotent: true,
  },
  input: CompleteTaskInput,
  output: z.object({ task: Task }),
  target: ({ taskId }) => ({ type: "task", id: taskId }),
  sought: soughtTask,
  async run(tx, { now }, { taskId, version }) {
    const stored = await requireTaskRecord(tx, taskId, "no key update");
    if (stored.task.status === "done") return { output: { task: toTask(stored) }, changes: [] };
    assertCurrent(stored, version, { status: "done" });
    const updated = { ...stored, task: toTaskRow(stored.task, { status: "done" }, now) };
    const diff = diffOf(taskSnapshot(stored), taskSnapshot(updated)) ?? { before: null, after: null };
    await updateTaskRow(tx, updated.task);
    return {
      output: { task: toTask(updated) },
      changes: [{ target: taskTarget(updated), ...diff, version: stored.task.version }],
    };
  },
});
