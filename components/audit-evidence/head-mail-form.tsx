"use client";

import { useTranslations } from "next-intl";
import { AddressForm } from "#components/form/address-form.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { EvidenceSettings } from "#lib/audit-evidence/schemas.ts";

type HeadMailFormProps = { settings: EvidenceSettings; action: FormAction<unknown> };

/** Where the heads go by mail. */
export function HeadMailForm({ settings, action }: HeadMailFormProps) {
  const t = useTranslations("auditEvidence.mail");
  return (
    <AddressForm
      action={action}
      name="auditorsAddress"
      address={settings.auditorsAddress}
      version={settings.version}
      texts={{ address: t("address"), addressHint: t("addressHint"), save: t("save"), saved: t("saved") }}
    />
  );
}
