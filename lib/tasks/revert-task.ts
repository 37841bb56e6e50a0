import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Revertible, Snapshot } from "#lib/kernel/index.ts";
import { keepProject } from "#lib/projects/index.ts";
import { TaskPriority, TaskStatus } from "./schemas.ts";
import {
  deleteTaskRow,
  findAssignee,
  findTask,
  findTaskRecord,
  insertTask,
  isNumberTaken,
  listCommentsOfTask,
  type TaskRow,
  updateTaskRow,
} from "./store.ts";
import { taskNotFound, taskSnapshot, taskTarget } from "./view.ts";

/** What a change keeps of a task, read back. */
const Stored = z.object({
  number: z.string(),
  projectId: z.uuid(),
  title: z.string(),
  description: z.string(),
  status: TaskStatus,
  priority: TaskPriority,
  assigneeId: z.uuid().nullable(),
  dueOn: z.string().nullable(),
  labels: z.array(z.string()),
  completedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

export const revertibleTask: Revertible = {
  type: "task",
  permissions: { write: "tasks:write", remove: "tasks:delete" },
  // A person's name as it was then: the id beside it is what counts.
  derived: ["assigneeName"],
  parentOf: ({ projectId }) => (typeof projectId === "string" ? { type: "project", id: projectId } : null),
  async find(tx, id) {
    if ((await findTask(tx, id, "update")) === null) return null;
    const record = await findTaskRecord(tx, id);
    if (record === null) return null;
    return { fields: taskSnapshot(record), label: taskTarget(record).label, version: record.task.version };
  },
  async restore(tx, { now }, id, fields) {
    const task = await findTask(tx, id);
    if (task === null) throw taskNotFound();
    const values = await columns(tx, fields, task.assigneeUserId);
    await updateTaskRow(tx, { ...task, ...values, version: task.version + 1, updatedAt: now });
  },
  async insert(tx, { now }, id, fields, version) {
    const { number: name, ...stored } = Stored.parse(fields);
    if (!(await keepProject(tx, stored.projectId))) throw refused("parent_gone");
    const number = Number(name.slice(name.lastIndexOf("-") + 1));
    if (await isNumberTaken(tx, stored.projectId, number)) throw refused("number_taken");
    const { title, description, status, priority, dueOn, labels, projectId } = stored;
    const values = { id, projectId, number, title, description, status, priority, dueOn, labels, version };
    const moments = { createdAt: new Date(stored.createdAt), updatedAt: now };
    await insertTask(tx, { ...values, ...(await columns(tx, stored, null)), ...moments });
  },
  async remove(tx, _ctx, id) {
    // What others have said since would go with it unseen.
    if ((await listCommentsOfTask(tx, id)).length > 0) throw refused("has_comments");
    await deleteTaskRow(tx, id);
  },
};

/** The given fields as columns. Who gets the task back must be there to have it. */
async function columns(tx: Tx, fields: Snapshot, assigneeNow: string | null): Promise<Partial<TaskRow>> {
  const { assigneeId, completedAt, ...plain } = Stored.partial().parse(fields);
  if (assigneeId && assigneeId !== assigneeNow && (await findAssignee(tx, assigneeId)) === null) {
    throw refused("assignee_gone");
  }
  const { number: _number, projectId: _project, createdAt: _at, ...editable } = plain;
  return {
    ...editable,
    ...(assigneeId !== undefined && { assigneeUserId: assigneeId }),
    ...(completedAt !== undefined && { completedAt: completedAt === null ? null : new Date(completedAt) }),
  } as Partial<TaskRow>;
}

function refused(reason: "parent_gone" | "number_taken" | "has_comments" | "assignee_gone"): AppError {
  return new AppError("conflict", "This can't be taken back as things are now.", { reason });
}
