"use client";

import { useTranslations } from "next-intl";
import { TextareaField } from "#components/form/form-fields.tsx";
import { MAX_DESCRIPTION_LENGTH } from "#lib/api-keys/schemas.ts";

/** What the key is for and where it is stored, for whoever meets it in a year. */
export function DescriptionField({ initial = "" }: { initial?: string }) {
  const t = useTranslations("apiKeys.describe");
  return (
    <TextareaField
      name="description"
      label={t("label")}
      hint={t("hint")}
      optional
      rows={2}
      maxLength={MAX_DESCRIPTION_LENGTH}
      defaultValue={initial}
    />
  );
}
