"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { OwnerField, type OwnerOption } from "./owner-field.tsx";

type ReassignApiKeyDialogProps = {
  apiKey: ApiKey;
  action: FormAction<unknown>;
  person: OwnerOption;
  loadOwners: () => Promise<OwnerOption[]>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Gives a key another owner. */
export function ReassignApiKeyDialog({ apiKey, action, person, loadOwners, ...dialog }: ReassignApiKeyDialogProps) {
  const t = useTranslations("apiKeys.reassign");
  const common = useTranslations("common");

  function close() {
    toast.success(t("done", { name: apiKey.name }));
    dialog.onOpenChange(false);
  }

  return (
    <Dialog {...dialog}>
      <DialogContent title={t("title", { name: apiKey.name })} description={t("description")} size="sm">
        <ActionForm action={action} fields={["ownerUserId"]} onSuccess={close}>
          <OwnerField
            person={person}
            defaultOwnerId={apiKey.hasOwnerLeft ? person.id : (apiKey.owner?.id ?? "")}
            loadOwners={loadOwners}
          />
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
