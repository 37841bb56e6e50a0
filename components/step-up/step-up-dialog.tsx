"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { readQuestion, subscribeToQuestion } from "./ask-for-proof.ts";
import { ProveFields } from "./prove-fields.tsx";

type StepUpDialogProps = { action: FormAction<unknown>; email: string };

/** The page's one dialog in which a person proves that it is them; what they were doing goes on afterwards. */
export function StepUpDialog({ action, email }: StepUpDialogProps) {
  const t = useTranslations("auth.prove");
  const common = useTranslations("common");
  const question = useSyncExternalStore(subscribeToQuestion, readQuestion, () => null);
  return (
    <Dialog open={question !== null} onOpenChange={(isOpen) => !isOpen && question?.answer(false)}>
      <DialogContent isOnTop size="sm" title={t("title")} description={t("description")}>
        <ActionForm action={action} fields={["password"]} onSuccess={() => question?.answer(true)}>
          <ProveFields email={email} />
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
