"use client";

import { useTranslations } from "next-intl";
import { useFormField } from "#components/form/form-context.ts";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { Fold } from "#components/ui/fold.tsx";
import { AddressesField } from "./addresses-field.tsx";
import { BUDGET_FIELDS } from "./budgets-fields.tsx";
import { ExpiryField } from "./expiry-field.tsx";
import { HoursField } from "./hours-field.tsx";
import { NewKeyBudgets } from "./new-key-budgets.tsx";
import { ScheduleField } from "./schedule-field.tsx";
import type { PolicyOffer } from "./use-policy-offer.ts";

/** Names of what is in these two parts, for the form's list of its fields. */
export const FOLDED_FIELDS = [
  "allowedAddresses",
  "allowedHours",
  ...BUDGET_FIELDS,
  "rotateEveryDays",
  "expiresInSeconds",
];

type RestrictionFieldsProps = {
  environment: EnvironmentName;
  ownAddress: string | null;
  offer: PolicyOffer;
};

export function RestrictionFields({ environment, ownAddress, offer }: RestrictionFieldsProps) {
  const t = useTranslations("apiKeys.restrictions");
  const problems = [
    useFormField("allowedAddresses"),
    useFormField("allowedHours"),
    useFormField("requestsPerMinute"),
    useFormField("writesPerMinute"),
    useFormField("writesPerHour"),
  ];
  return (
    <Fold title={t("title")} description={t("description")} hasProblem={hasErrors(problems)}>
      <AddressesField ownAddress={ownAddress} />
      <HoursField />
      <NewKeyBudgets environment={environment} offer={offer} />
    </Fold>
  );
}

export function LifetimeFields({ offer }: { offer: PolicyOffer }) {
  const t = useTranslations("apiKeys.schedule");
  const problems = [useFormField("rotateEveryDays"), useFormField("expiresInSeconds")];
  return (
    <Fold title={t("title")} description={t("description")} hasProblem={hasErrors(problems)}>
      <ScheduleField requiredDays={offer.requiredRotationDays} />
      <ExpiryField maxAgeDays={offer.maxAgeDays} />
    </Fold>
  );
}

function hasErrors(fields: readonly { errors: readonly string[] }[]): boolean {
  return fields.some(({ errors }) => errors.length > 0);
}
