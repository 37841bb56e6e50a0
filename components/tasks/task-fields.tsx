"use client";

import { useTranslations } from "next-intl";
import { SelectField, TextareaField, TextField } from "#components/form/form-fields.tsx";
import { TASK_PRIORITIES, TASK_STATUSES } from "#lib/tasks/schemas.ts";
import type { Person } from "./field-text.ts";
import type { TaskFormValues } from "./task-form-values.ts";

/** The fields of a task inside an `ActionForm`. */
export function TaskFields({ initial, people }: { initial: TaskFormValues; people: readonly Person[] }) {
  const t = useTranslations("tasks");
  return (
    <>
      <TextField name="title" label={t("fields.title")} autoComplete="off" defaultValue={initial.title} />
      <TextareaField
        name="description"
        label={t("fields.description")}
        optional
        rows={6}
        defaultValue={initial.description}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          name="status"
          label={t("fields.status")}
          defaultValue={initial.status}
          options={TASK_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <SelectField
          name="priority"
          label={t("fields.priority")}
          defaultValue={initial.priority}
          options={TASK_PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        />
        <SelectField
          name="assigneeId"
          label={t("fields.assignee")}
          required={false}
          defaultValue={initial.assigneeId ?? ""}
          placeholder={t("unassigned")}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField
          name="dueOn"
          type="date"
          label={t("fields.dueOn")}
          optional
          min="1900-01-01"
          max="9999-12-31"
          defaultValue={initial.dueOn ?? ""}
        />
      </div>
      <TextField
        name="labels"
        label={t("fields.labels")}
        hint={t("form.labelsHint")}
        optional
        autoComplete="off"
        defaultValue={initial.labels.join(", ")}
      />
    </>
  );
}
