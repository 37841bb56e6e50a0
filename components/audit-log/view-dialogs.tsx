"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { type AuditView, MAX_VIEW_NAME, type ViewSearch } from "#lib/audit-views/schemas.ts";

type SaveViewDialogProps = {
  action: FormAction<unknown>;
  search: ViewSearch;
  mayShare: boolean;
  onClose: () => void;
};

export function SaveViewDialog({ action, search, mayShare, onClose }: SaveViewDialogProps) {
  const t = useTranslations("auditLog.views.save");
  return (
    <NameDialog
      action={action}
      title={t("title")}
      description={t("description")}
      submit={t("submit")}
      done={t("done")}
      onClose={onClose}
    >
      <input type="hidden" name="search" value={JSON.stringify(search)} />
      {mayShare && <CheckboxField name="isShared" label={t("share")} description={t("shareHint")} />}
    </NameDialog>
  );
}

type RenameViewDialogProps = { action: FormAction<unknown>; view: AuditView; onClose: () => void };

export function RenameViewDialog({ action, view, onClose }: RenameViewDialogProps) {
  const t = useTranslations("auditLog.views.rename");
  return (
    <NameDialog
      action={action}
      title={t("title")}
      submit={t("submit")}
      done={t("done")}
      defaultName={view.name}
      onClose={onClose}
    >
      <input type="hidden" name="viewId" value={view.id} />
    </NameDialog>
  );
}

type NameDialogProps = {
  action: FormAction<unknown>;
  title: string;
  description?: string;
  submit: string;
  done: string;
  defaultName?: string;
  onClose: () => void;
  children: ReactNode;
};

function NameDialog({ action, title, description, submit, done, defaultName, onClose, children }: NameDialogProps) {
  const t = useTranslations("auditLog.views");
  const common = useTranslations("common");

  function succeed() {
    toast.success(done);
    onClose();
  }

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={title} description={description} size="sm">
        <ActionForm action={action} fields={["name"]} onSuccess={succeed}>
          <TextField
            name="name"
            label={t("name")}
            {...(defaultName !== undefined && { defaultValue: defaultName })}
            maxLength={MAX_VIEW_NAME}
            autoComplete="off"
          />
          {children}
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{submit}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}
