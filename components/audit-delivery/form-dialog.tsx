"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";

type FormDialogProps = {
  title: string;
  description?: string;
  submit: string;
  /** Said when it is done. */
  done: string;
  action: FormAction<unknown>;
  fields: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
};

/** A dialog with one form, which closes when it is done. */
export function FormDialog({ title, description, submit, done, action, fields, children, ...dialog }: FormDialogProps) {
  const common = useTranslations("common");

  function close() {
    toast.success(done);
    dialog.onOpenChange(false);
  }

  return (
    <Dialog {...dialog}>
      <DialogContent title={title} {...(description !== undefined && { description })}>
        <ActionForm action={action} fields={fields} onSuccess={close}>
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
