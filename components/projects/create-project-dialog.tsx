"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextareaField, TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { asRoute } from "#components/ui/route.ts";
import { toast } from "#components/ui/toast.ts";
import type { Project } from "#lib/projects/schemas.ts";

type CreateProjectDialogProps = {
  environment: EnvironmentName;
  projectsHref: string;
  action: FormAction<{ project: Project }>;
};

export function CreateProjectDialog({ environment, projectsHref, action }: CreateProjectDialogProps) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden />
          {t("new")}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={t("form.createTitle")}
        description={t("form.createDescription", { environment: common(`environments.${environment}`) })}
      >
        <ActionForm
          action={action}
          fields={["name", "key", "description"]}
          onSuccess={({ data }) => {
            setIsOpen(false);
            if (!data) return;
            toast.success(t("created", { key: data.project.key }));
            router.push(asRoute(`${projectsHref}/${data.project.key}`));
          }}
        >
          <TextField name="name" label={t("form.name")} autoComplete="off" />
          <TextField
            name="key"
            label={t("form.key")}
            hint={t("form.keyHint")}
            optional
            mono
            maxLength={10}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="uppercase sm:max-w-40"
          />
          <TextareaField name="description" label={t("form.description")} optional rows={4} />
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
