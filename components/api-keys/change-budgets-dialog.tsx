"use client";

import { Gauge } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { BUDGET_FIELDS, BudgetsFields } from "./budgets-fields.tsx";

type ChangeBudgetsDialogProps = { apiKey: ApiKey; action: FormAction<unknown> };

/** Gives a key other budgets. */
export function ChangeBudgetsDialog({ apiKey, action }: ChangeBudgetsDialogProps) {
  const t = useTranslations("apiKeys.budgets");
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
          <Gauge aria-hidden />
          {t("open")}
        </Button>
      </DialogTrigger>
      <DialogContent title={t("title", { name: apiKey.name })} description={t("description")} size="sm">
        <ActionForm action={action} fields={BUDGET_FIELDS} onSuccess={close}>
          <input type="hidden" name="version" value={apiKey.version} />
          <BudgetsFields initial={apiKey} />
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
