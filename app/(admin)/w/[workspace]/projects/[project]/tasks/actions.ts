"use server";

import { refresh } from "next/cache";
import type { EditResult } from "#components/tasks/edit-conflict.ts";
import { TASK_FORM_FIELDS } from "#components/tasks/task-form-values.ts";
import { addComment, type Comment } from "#lib/comments/index.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { completeTask, createTask, deleteTask, type Task, TaskConflict, updateTask } from "#lib/tasks/index.ts";
import { actionPage } from "../../action-page.ts";
import { answerEdit } from "../../answer-edit.ts";
import { formText, formValues } from "../../form-text.ts";
import { changedTaskFields, readTaskForm, TaskBase, taskBaseOf } from "./task-form.ts";

export async function createTaskAction(
  slug: string,
  environment: string,
  projectId: string,
  _previous: FormState<{ task: Task }>,
  data: FormData,
): Promise<FormState<{ task: Task }>> {
  const { ctx } = await actionPage(slug, environment);
  const input = { projectId, ...readTaskForm(data) };
  // The dialog refreshes: the first task takes away the empty list, and the dialog in it before it could say so.
  return runForm(createTask, ctx, input, { values: formValues(data, TASK_FORM_FIELDS) });
}

export async function updateTaskAction(
  slug: string,
  environment: string,
  taskId: string,
  _previous: FormState<EditResult>,
  data: FormData,
): Promise<FormState<EditResult>> {
  const { ctx } = await actionPage(slug, environment);
  const base = TaskBase.parse(JSON.parse(formText(data, "base")));
  const changed = changedTaskFields(base, data);
  const state = await answerEdit(ctx, {
    operation: updateTask,
    input: { taskId, version: Number(formText(data, "version")), ...changed },
    base,
    changed,
    typed: formValues(data, TASK_FORM_FIELDS),
    target: { targetType: "task", targetId: taskId },
    currentOf(current) {
      const parsed = TaskConflict.safeParse(current);
      return parsed.success ? { version: parsed.data.task.version, values: taskBaseOf(parsed.data.task) } : null;
    },
  });
  if (state.ok) refresh();
  return state;
}

export async function completeTaskAction(slug: string, environment: string, taskId: string): Promise<FormState> {
  const { ctx } = await actionPage(slug, environment);
  const state = await runForm(completeTask, ctx, { taskId });
  refresh();
  return state;
}

/** What deleting would take with it: the same operation, rolled back. */
export async function previewDeleteAction(slug: string, environment: string, taskId: string) {
  const { ctx } = await actionPage(slug, environment);
  return runForm(deleteTask, ctx, { taskId }, { mode: "dry_run" });
}

export async function deleteTaskAction(slug: string, environment: string, taskId: string, version: number) {
  const { ctx } = await actionPage(slug, environment);
  return runForm(deleteTask, ctx, { taskId, version });
}

export async function addCommentAction(
  slug: string,
  environment: string,
  taskId: string,
  _previous: FormState<{ comment: Comment }>,
  data: FormData,
): Promise<FormState<{ comment: Comment }>> {
  const { ctx } = await actionPage(slug, environment);
  const input = { taskId, body: formText(data, "body") };
  const state = await runForm(addComment, ctx, input, { values: formValues(data, ["body"]) });
  if (state.ok) refresh();
  return state;
}
