"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { toast } from "#components/ui/toast.ts";
import type { EvidenceSettings } from "#lib/audit-evidence/schemas.ts";

type HeadMailFormProps = { settings: EvidenceSettings; action: FormAction<unknown> };

/** Where the heads go by mail. */
export function HeadMailForm({ settings, action }: HeadMailFormProps) {
  const t = useTranslations("auditEvidence.mail");

  function say() {
    toast.success(t("saved"));
  }

  return (
    <ActionForm action={action} fields={["auditorsAddress"]} onSuccess={say} className="max-w-md">
      <input type="hidden" name="version" value={settings.version} />
      <TextField
        name="auditorsAddress"
        type="email"
        label={t("address")}
        hint={t("addressHint")}
        optional
        defaultValue={settings.auditorsAddress ?? ""}
        autoComplete="off"
        maxLength={254}
      />
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
