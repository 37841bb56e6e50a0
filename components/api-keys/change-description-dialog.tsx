"use client";

import { PencilLine } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { DescriptionField } from "./description-field.tsx";
import { KeyFormDialog } from "./key-form-dialog.tsx";

type ChangeDescriptionDialogProps = { apiKey: ApiKey; action: FormAction<unknown> };

/** Says anew what a key is for. */
export function ChangeDescriptionDialog({ apiKey, action }: ChangeDescriptionDialogProps) {
  const t = useTranslations("apiKeys.describe");
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
      fields={["description"]}
      icon={<PencilLine aria-hidden />}
      texts={texts}
      size="sm"
    >
      <DescriptionField initial={apiKey.description ?? ""} />
    </KeyFormDialog>
  );
}
