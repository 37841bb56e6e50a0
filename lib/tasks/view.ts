import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Task, TaskSummary } from "./schemas.ts";
import type { CommentRow, TaskRecord, TaskRow } from "./store.ts";

export function toTaskSummary({ task, project, assignee }: TaskRecord): TaskSummary {
  return {
    id: task.id,
    number: `${project.key}-${task.number}`,
    title: task.title,
    status: task.status,
    priority: task.priority,
    project,
    assignee,
    dueOn: task.dueOn,
    labels: task.labels,
    completedAt: task.completedAt?.toISOString() ?? null,
    version: task.version,
    createdAt: task.createdAt.toISOString(),
    updatedAt: task.updatedAt.toISOString(),
  };
}

export function toTask(record: TaskRecord & { readonly commentCount: number }): Task {
  return { ...toTaskSummary(record), description: record.task.description, commentCount: record.commentCount };
}

/** What history keeps of a task: enough to show it and to bring it back. */
export function taskSnapshot({ task, project, assignee }: TaskRecord) {
  return {
    number: `${project.key}-${task.number}`,
    projectId: task.projectId,
    title: task.title,
    description: task.description,
    status: task.status,
    priority: task.priority,
    assigneeId: task.assigneeUserId,
    // Beside the id, for whoever reads the history after the person has left.
    assigneeName: assignee?.name ?? null,
    dueOn: task.dueOn,
    labels: task.labels,
    completedAt: task.completedAt?.toISOString() ?? null,
    createdAt: task.createdAt.toISOString(),
  };
}

export function taskTarget({ task, project }: TaskRecord): Change["target"] {
  return { type: "task", id: task.id, label: `${project.key}-${task.number} ${task.title}` };
}

/** What history keeps of a comment. */
export function commentSnapshot(comment: CommentRow) {
  return {
    taskId: comment.taskId,
    body: comment.body,
    authorKind: comment.authorKind,
    authorId: comment.authorId,
    authorName: comment.authorName,
    createdAt: comment.createdAt.toISOString(),
  };
}

export function commentTarget(comment: CommentRow, taskNumber: string): Change["target"] {
  return { type: "comment", id: comment.id, label: `Comment on ${taskNumber}` };
}

export function taskNotFound(): AppError {
  return new AppError("not_found", "There is no such task here.", { reason: "task_not_found" });
}

export function toTaskRow(task: TaskRow, changed: Partial<TaskRow>, now: Date): TaskRow {
  const status = changed.status ?? task.status;
  const completedAt = status === "done" ? (task.completedAt ?? now) : null;
  return { ...task, ...changed, completedAt, version: task.version + 1, updatedAt: now };
}
