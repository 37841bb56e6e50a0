"use client";

import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextareaField, TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { ChangedMeanwhile } from "#components/tasks/changed-meanwhile.tsx";
import type { EditResult } from "#components/tasks/edit-conflict.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Project } from "#lib/projects/schemas.ts";

type EditProjectDialogProps = { project: Project; action: FormAction<EditResult> };

export function EditProjectDialog({ project, action }: EditProjectDialogProps) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);
  const { name, description, isArchived } = project;

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>
          <Pencil aria-hidden />
          {t("edit")}
        </Button>
      </DialogTrigger>
      <DialogContent title={t("form.editTitle", { name: project.name })}>
        <ActionForm
          action={action}
          fields={["name", "description", "isArchived"]}
          onSuccess={() => {
            setIsOpen(false);
            toast.success(t("saved"));
          }}
        >
          {({ state }) => (
            <>
              {state.data?.conflict && <ChangedMeanwhile conflict={state.data.conflict} />}
              <input type="hidden" name="version" value={state.data?.conflict?.version ?? project.version} />
              <input type="hidden" name="base" value={JSON.stringify({ name, description, isArchived })} />
              <TextField name="name" label={t("form.name")} autoComplete="off" defaultValue={name} />
              <TextareaField
                name="description"
                label={t("form.description")}
                optional
                rows={5}
                defaultValue={description}
              />
              <CheckboxField
                name="isArchived"
                defaultChecked={isArchived}
                label={t("form.isArchived")}
                description={t("form.isArchivedHint")}
              />
              <DialogFooter>
                <DialogClose asChild>
                  <Button>{common("cancel")}</Button>
                </DialogClose>
                <SubmitButton>{t("form.save")}</SubmitButton>
              </DialogFooter>
            </>
          )}
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}
