"use client";

import { useTranslations } from "next-intl";
import { AddressForm } from "#components/form/address-form.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { ReminderSettings } from "#lib/reminders/schemas.ts";

type RecipientsFormProps = { settings: ReminderSettings; action: FormAction<unknown> };

/** The address that stands for the admins, if any. */
export function RecipientsForm({ settings, action }: RecipientsFormProps) {
  const t = useTranslations("reminders.recipients");
  return (
    <AddressForm
      action={action}
      name="teamAddress"
      address={settings.teamAddress}
      version={settings.version}
      texts={{ address: t("address"), addressHint: t("addressHint"), save: t("save"), saved: t("saved") }}
    />
  );
}
