import { z } from "zod";
import { changedFields } from "#components/tasks/edit-conflict.ts";
import type { Task } from "#lib/tasks/index.ts";
import { formText } from "../../form-text.ts";

/** The editable fields as a form began with them. */
export const TaskBase = z.object({
  title: z.string(),
  description: z.string(),
  status: z.string(),
  priority: z.string(),
  assigneeId: z.string().nullable(),
  dueOn: z.string().nullable(),
  labels: z.array(z.string()),
});
export type TaskBase = z.infer<typeof TaskBase>;

export function taskBaseOf({ title, description, status, priority, assignee, dueOn, labels }: Task): TaskBase {
  return { title, description, status, priority, assigneeId: assignee?.id ?? null, dueOn, labels };
}

/** What the form says, not yet checked. */
export function readTaskForm(data: FormData): TaskBase {
  return {
    title: formText(data, "title"),
    description: formText(data, "description"),
    status: formText(data, "status"),
    priority: formText(data, "priority"),
    assigneeId: formText(data, "assigneeId") || null,
    dueOn: formText(data, "dueOn") || null,
    labels: formText(data, "labels")
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== ""),
  };
}

/** What the person changed. A label with a comma in it, made elsewhere, is not taken for two when it was left alone. */
export function changedTaskFields(base: TaskBase, data: FormData): Partial<TaskBase> {
  const submitted = readTaskForm(data);
  const labels = formText(data, "labels") === base.labels.join(", ") ? base.labels : submitted.labels;
  const description = base.description.replaceAll("\r\n", "\n");
  return changedFields({ ...base, description }, { ...submitted, labels });
}
