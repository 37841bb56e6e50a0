"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";

type KeyFormDialogProps = Pick<ComponentProps<typeof ActionForm>, "action" | "fields"> & {
  apiKey: ApiKey;
  icon: ReactNode;
  texts: Readonly<Record<"open" | "title" | "description" | "submit" | "done", string>>;
  size?: ComponentProps<typeof DialogContent>["size"];
  /** The form's fields. */
  children: ReactNode;
};

/** Changes one thing of a key: a button, and the form that it opens. */
export function KeyFormDialog({ apiKey, action, fields, icon, texts, size, children }: KeyFormDialogProps) {
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);

  function close() {
    toast.success(texts.done);
    setIsOpen(false);
  }

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          {icon}
          {texts.open}
        </Button>
      </DialogTrigger>
      <DialogContent title={texts.title} description={texts.description} {...(size && { size })}>
        <ActionForm action={action} fields={fields} onSuccess={close}>
          <input type="hidden" name="version" value={apiKey.version} />
          {children}
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{texts.submit}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}
