"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { toast } from "#components/ui/toast.ts";
import type { ReminderSettings } from "#lib/reminders/schemas.ts";

type RecipientsFormProps = { settings: ReminderSettings; action: FormAction<unknown> };

/** The address that stands for the admins, if any. */
export function RecipientsForm({ settings, action }: RecipientsFormProps) {
  const t = useTranslations("reminders.recipients");

  function say() {
    toast.success(t("saved"));
  }

  return (
    <ActionForm action={action} fields={["teamAddress"]} onSuccess={say} className="max-w-md">
      <input type="hidden" name="version" value={settings.version} />
      <TextField
        name="teamAddress"
        type="email"
        label={t("address")}
        hint={t("addressHint")}
        optional
        defaultValue={settings.teamAddress ?? ""}
        autoComplete="off"
        maxLength={254}
      />
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
