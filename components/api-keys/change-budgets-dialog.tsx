"use client";

import { Gauge } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { BUDGET_FIELDS, BudgetsFields } from "./budgets-fields.tsx";
import { KeyFormDialog } from "./key-form-dialog.tsx";

type ChangeBudgetsDialogProps = { apiKey: ApiKey; action: FormAction<unknown> };

/** Gives a key other budgets. */
export function ChangeBudgetsDialog({ apiKey, action }: ChangeBudgetsDialogProps) {
  const t = useTranslations("apiKeys.budgets");
  const { name } = apiKey;
  const texts = {
    open: t("open"),
    title: t("title", { name }),
    description: t("description"),
    submit: t("submit"),
    done: t("done", { name }),
  };
  return (
    <KeyFormDialog
      apiKey={apiKey}
      action={action}
      fields={BUDGET_FIELDS}
      icon={<Gauge aria-hidden />}
      texts={texts}
      size="sm"
    >
      <BudgetsFields initial={apiKey} />
    </KeyFormDialog>
  );
}
