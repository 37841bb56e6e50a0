"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogClose, DialogFooter } from "#components/ui/dialog.tsx";
import { SecretDialog } from "#components/webhooks/secret-dialog.tsx";
import type { IssuedSecret } from "#components/webhooks/secret-panel.tsx";
import { DESTINATION_FIELDS, DestinationFields } from "./destination-fields.tsx";

/** The button, its dialog, and in the same dialog the secret, shown once. */
export function AddDestination({ action }: { action: FormAction<IssuedSecret> }) {
  const t = useTranslations("auditDelivery.add");
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden />
        {t("action")}
      </Button>
      <SecretDialog
        title={t("title")}
        description={t("description")}
        open={isOpen}
        onOpenChange={setIsOpen}
        form={(onIssued) => (
          <ActionForm action={action} onSuccess={({ data }) => data && onIssued(data)} fields={DESTINATION_FIELDS}>
            <DestinationFields />
            <DialogFooter>
              <DialogClose asChild>
                <Button>{common("cancel")}</Button>
              </DialogClose>
              <SubmitButton>{t("submit")}</SubmitButton>
            </DialogFooter>
          </ActionForm>
        )}
      />
    </>
  );
}
