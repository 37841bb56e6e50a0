"use client";

import { PencilLine } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { DescriptionField } from "./description-field.tsx";

type ChangeDescriptionDialogProps = { apiKey: ApiKey; action: FormAction<unknown> };

/** Says anew what a key is for. */
export function ChangeDescriptionDialog({ apiKey, action }: ChangeDescriptionDialogProps) {
  const t = useTranslations("apiKeys.describe");
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);

  function close() {
    toast.success(t("done", { name: apiKey.name }));
    setIsOpen(false);
  }

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <PencilLine aria-hidden />
          {t("open")}
        </Button>
      </DialogTrigger>
      <DialogContent title={t("title", { name: apiKey.name })} description={t("description")} size="sm">
        <ActionForm action={action} fields={["description"]} onSuccess={close}>
          <input type="hidden" name="version" value={apiKey.version} />
          <DescriptionField initial={apiKey.description ?? ""} />
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{t("submit")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}
