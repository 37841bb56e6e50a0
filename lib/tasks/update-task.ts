import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { type Context, defineWrite, diffOf } from "#lib/kernel/index.ts";
import { assertCurrent } from "./assert-current.ts";
import { requireAssignee } from "./require-assignee.ts";
import { requireTaskRecord, soughtTask } from "./require-task.ts";
import {
  AssigneeId,
  DueOn,
  Task,
  TaskDescription,
  TaskLabels,
  TaskPriority,
  TaskRef,
  TaskStatus,
  TaskTitle,
  TaskVersion,
} from "./schemas.ts";
import { type TaskRecord, updateTaskRow } from "./store.ts";
import { taskSnapshot, taskTarget, toTask, toTaskRow } from "./view.ts";

export const UpdateTaskInput = z.strictObject({
  taskId: TaskRef,
  version: TaskVersion,
  title: TaskTitle.optional(),
  description: TaskDescription.optional().describe("Replaces the whole description; up to 20,000 characters"),
  status: TaskStatus.optional(),
  priority: TaskPriority.optional(),
  assigneeId: AssigneeId.nullable()
    .optional()
    .describe("Id of a member of this workspace; null takes the task from its assignee"),
  dueOn: DueOn.nullable().optional().describe("YYYY-MM-DD; null takes the date away"),
  labels: TaskLabels.optional().describe("Replaces all labels; at most 20 of 1 to 40 characters each"),
});

export const updateTask = defineWrite({
  name: "task.update",
  effect: "write",
  permission: "tasks:write",
  wall: "environment",
  tool: {
    name: "update_task",
    title: "Update a task",
    description:
      "Changes the given fields of one task and leaves the others as they are. Call get_task first and pass its " +
      "`version`: when somebody changed the task since, the call is refused with conflict and the current task. Then " +
      "read that, decide again with the person, and call with the new version; never just retry. To mark a task as " +
      "done, complete_task is simpler; to say something about it, use add_comment. Returns the task after the change.",
    isIdempotent: true,
  },
  input: UpdateTaskInput,
  output: z.object({ task: Task }),
  target: ({ taskId }) => ({ type: "task", id: taskId }),
  sought: soughtTask,
  async run(tx, ctx, { taskId, version, ...wanted }) {
    const stored = await requireTaskRecord(tx, taskId, "no key update");
    assertCurrent(stored, version, wanted);
    const updated = { ...stored, ...(await apply(tx, ctx, stored, wanted)) };
    const diff = diffOf(taskSnapshot(stored), taskSnapshot(updated));
    if (diff === null) return { output: { task: toTask(stored) }, changes: [] };
    await updateTaskRow(tx, updated.task);
    return {
      output: { task: toTask(updated) },
      changes: [{ target: taskTarget(updated), ...diff, version: stored.task.version }],
    };
  },
});

type Wanted = Omit<z.output<typeof UpdateTaskInput>, "taskId" | "version">;

async function apply(
  tx: Tx,
  { now }: Context,
  stored: TaskRecord,
  { assigneeId, labels, ...fields }: Wanted,
): Promise<Pick<TaskRecord, "task" | "assignee">> {
  const assignee = await assigneeAfter(tx, stored, assigneeId);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const changed = {
    ...given,
    ...(labels !== undefined && { labels: [...new Set(labels)] }),
    assigneeUserId: assignee?.id ?? null,
  };
  return { task: toTaskRow(stored.task, changed, now), assignee };
}

/** Somebody who has left the workspace keeps the task until it is given to another. */
async function assigneeAfter(
  tx: Tx,
  { assignee }: TaskRecord,
  wanted: string | null | undefined,
): Promise<TaskRecord["assignee"]> {
  if (wanted === undefined || wanted === (assignee?.id ?? null)) return assignee;
  return wanted === null ? null : requireAssignee(tx, wanted);
}
