"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Webhook } from "#lib/webhooks/schemas.ts";
import { WEBHOOK_FIELDS, WebhookFormFields } from "./webhook-form-fields.tsx";

type EditWebhookDialogProps = {
  webhook: Webhook;
  action: FormAction<unknown>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function EditWebhookDialog({ webhook, action, ...dialog }: EditWebhookDialogProps) {
  const t = useTranslations("webhooks.edit");
  const common = useTranslations("common");

  function close() {
    toast.success(t("done"));
    dialog.onOpenChange(false);
  }

  return (
    <Dialog {...dialog}>
      <DialogContent title={t("title")}>
        <ActionForm action={action} fields={WEBHOOK_FIELDS} onSuccess={close}>
          <input type="hidden" name="version" value={webhook.version} />
          <WebhookFormFields webhook={webhook} />
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
