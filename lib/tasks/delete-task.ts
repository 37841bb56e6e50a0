import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertCurrent } from "./assert-current.ts";
import { requireTaskRecord, soughtTask } from "./require-task.ts";
import { TaskRef, TaskVersion } from "./schemas.ts";
import { deleteTaskRow, listCommentsOfTask } from "./store.ts";
import { commentSnapshot, commentTarget, taskSnapshot, taskTarget, toTaskSummary } from "./view.ts";

export const DeleteTaskInput = z.strictObject({
  taskId: TaskRef,
  version: TaskVersion.optional().describe(
    "The `version` of the task as you read it. When given and no longer current, the call is refused.",
  ),
});

export const deleteTask = defineWrite({
  name: "task.delete",
  effect: "destructive",
  permission: "tasks:delete",
  wall: "environment",
  tool: {
    name: "delete_task",
    title: "Delete a task",
    description:
      "Deletes one task and every comment on it, for good. Only when the person asked for exactly this task to be " +
      "deleted; for work that is finished or no longer wanted use complete_task, or update_task with the status " +
      "cancelled. Call get_task first, tell the person what will be lost, and pass the `version`; `dry_run` shows what " +
      "would go without deleting it. Returns the number of the deleted task and how many comments went with it. " +
      "not_found means that it doesn't exist (any more).",
    isIdempotent: true,
  },
  input: DeleteTaskInput,
  output: z.object({
    deleted: z.object({ id: z.uuid(), number: z.string() }),
    commentsDeleted: z.int().describe("How many comments went with the task"),
  }),
  target: ({ taskId }) => ({ type: "task", id: taskId }),
  sought: soughtTask,
  async run(tx, _ctx, { taskId, version }) {
    // The full lock also keeps new comments away, so that none is deleted unseen.
    const stored = await requireTaskRecord(tx, taskId, "update");
    assertCurrent(stored, version);
    const { id, number } = toTaskSummary(stored);
    const comments = await listCommentsOfTask(tx, id);
    await deleteTaskRow(tx, id);
    return {
      output: { deleted: { id, number }, commentsDeleted: comments.length },
      changes: [
        // With the version, so that a task that is brought back has none that somebody has read.
        { target: taskTarget(stored), before: { ...taskSnapshot(stored), version: stored.task.version }, after: null },
        ...comments.map((comment) => ({
          target: commentTarget(comment, number),
          before: commentSnapshot(comment),
          after: null,
        })),
      ],
    };
  },
});
