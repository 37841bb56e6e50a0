"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import { asRoute } from "#components/ui/route.ts";
import { toast } from "#components/ui/toast.ts";
import type { Task } from "#lib/tasks/schemas.ts";
import type { Person } from "./field-text.ts";
import { TaskFields } from "./task-fields.tsx";
import { EMPTY_TASK, TASK_FORM_FIELDS } from "./task-form-values.ts";

type CreateTaskDialogProps = {
  projectName: string;
  tasksHref: string;
  people: readonly Person[];
  action: FormAction<{ task: Task }>;
};

export function CreateTaskDialog({ projectName, tasksHref, people, action }: CreateTaskDialogProps) {
  const t = useTranslations("tasks");
  const common = useTranslations("common");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);

  function tell(task: Task) {
    const open = { label: t("open"), onClick: () => router.push(asRoute(`${tasksHref}/${task.number}`)) };
    toast.success(t("created", { number: task.number }), { description: task.title, action: open });
  }

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden />
          {t("new")}
        </Button>
      </DialogTrigger>
      <DialogContent title={t("form.createTitle", { project: projectName })}>
        <ActionForm
          action={action}
          fields={TASK_FORM_FIELDS}
          onSuccess={({ data }) => {
            setIsOpen(false);
            if (data) tell(data.task);
            router.refresh();
          }}
        >
          <TaskFields initial={EMPTY_TASK} people={people} />
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{t("form.create")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}
