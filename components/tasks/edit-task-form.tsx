"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card.tsx";
import { asRoute } from "#components/ui/route.ts";
import { toast } from "#components/ui/toast.ts";
import type { Task } from "#lib/tasks/schemas.ts";
import { ChangedMeanwhile } from "./changed-meanwhile.tsx";
import type { EditResult } from "./edit-conflict.ts";
import type { Person } from "./field-text.ts";
import { TaskFields } from "./task-fields.tsx";
import { TASK_FORM_FIELDS, type TaskFormValues } from "./task-form-values.ts";

type EditTaskFormProps = { task: Task; people: readonly Person[]; taskHref: string; action: FormAction<EditResult> };

/** Writes only what the person changed; a change by somebody else meanwhile is shown, and nothing typed is lost. */
export function EditTaskForm({ task, people, taskHref, action }: EditTaskFormProps) {
  const t = useTranslations("tasks");
  const common = useTranslations("common");
  const router = useRouter();
  const { title, description, status, priority, assignee, dueOn, labels } = task;
  const base: TaskFormValues = {
    title,
    description,
    status,
    priority,
    assigneeId: assignee?.id ?? null,
    dueOn,
    labels,
  };
  const everybody = withFormerMember(people, assignee, (name) => t("form.formerMember", { name }));

  return (
    <ActionForm
      action={action}
      fields={TASK_FORM_FIELDS}
      onSuccess={() => {
        toast.success(t("saved", { number: task.number }));
        router.push(asRoute(taskHref));
      }}
    >
      {({ state }) => (
        <Card>
          <CardHeader title={t("form.editTitle", { number: task.number })} />
          <CardBody className="flex flex-col gap-5">
            {state.data?.conflict && (
              <ChangedMeanwhile conflict={state.data.conflict} people={everybody} discardHref={taskHref} />
            )}
            {state.ok && <Callout tone="success" title={t("saved", { number: task.number })} />}
            <input type="hidden" name="version" value={state.data?.conflict?.version ?? task.version} />
            <input type="hidden" name="base" value={JSON.stringify(base)} />
            <TaskFields initial={base} people={everybody} />
          </CardBody>
          <CardFooter>
            <Link href={asRoute(taskHref)} className={buttonClass()}>
              {common("cancel")}
            </Link>
            <SubmitButton>{t("form.save")}</SubmitButton>
          </CardFooter>
        </Card>
      )}
    </ActionForm>
  );
}

function withFormerMember(
  people: readonly Person[],
  assignee: Person | null,
  describe: (name: string) => string,
): readonly Person[] {
  if (assignee === null || people.some(({ id }) => id === assignee.id)) return people;
  return [...people, { id: assignee.id, name: describe(assignee.name) }];
}
