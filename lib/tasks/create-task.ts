import { z } from "zod";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { ProjectRef, requireProject, soughtProject } from "#lib/projects/index.ts";
import { requireAssignee } from "./require-assignee.ts";
import {
  AssigneeId,
  DueOn,
  Task,
  TaskDescription,
  TaskLabels,
  TaskPriority,
  TaskStatus,
  TaskTitle,
} from "./schemas.ts";
import { insertNextTask } from "./store.ts";
import { taskSnapshot, taskTarget, toTask } from "./view.ts";

export const CreateTaskInput = z.strictObject({
  projectId: ProjectRef,
  title: TaskTitle,
  description: TaskDescription.default(""),
  status: TaskStatus.default("todo"),
  priority: TaskPriority.default("none"),
  assigneeId: AssigneeId.nullable().optional(),
  dueOn: DueOn.nullable().optional(),
  labels: TaskLabels.default([]),
});

export const createTask = defineWrite({
  name: "task.create",
  effect: "write",
  permission: "tasks:write",
  wall: "environment",
  tool: {
    name: "create_task",
    title: "Create a task",
    description:
      "Creates one task in a project and gives it the next number. Search with search_tasks first so that nothing is " +
      "created twice, and set only what the person asked for. Returns the new task with its number (ACM-42) and " +
      "`version`. not_found means that the project doesn't exist here: call list_projects. conflict means that the " +
      "project is archived: ask the person. A validation error on `assignee_id` means that this person is not a member " +
      "of the workspace: leave it out.",
    isIdempotent: false,
  },
  input: CreateTaskInput,
  output: z.object({ task: Task }),
  target: ({ projectId }) => ({ type: "project", id: projectId }),
  sought: soughtProject,
  async run(tx, { now }, { projectId, assigneeId = null, dueOn = null, ...input }) {
    const project = await requireProject(tx, projectId);
    if (project.archivedAt !== null) throw projectArchived(project.key);
    const assignee = assigneeId === null ? null : await requireAssignee(tx, assigneeId);
    const task = await insertNextTask(tx, {
      ...input,
      id: newId(),
      projectId: project.id,
      assigneeUserId: assigneeId,
      dueOn,
      labels: [...new Set(input.labels)],
      completedAt: input.status === "done" ? now : null,
      createdAt: now,
      updatedAt: now,
    });
    const { id, key, name } = project;
    const record = { task, project: { id, key, name }, assignee, commentCount: 0 };
    return {
      output: { task: toTask(record) },
      changes: [{ target: taskTarget(record), before: null, after: taskSnapshot(record) }],
    };
  },
});

function projectArchived(key: string): AppError {
  return new AppError("conflict", `The project ${key} is archived and takes no new tasks.`, {
    reason: "project_archived",
  });
}
