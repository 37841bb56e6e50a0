"use client";

import { useTranslations } from "next-intl";
import { useFormField } from "#components/form/form-context.ts";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { Fold } from "#components/ui/fold.tsx";
import type { KeyTemplate } from "#lib/api-keys/schemas.ts";
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
  /** The key that the new one is to replace. */
  like: KeyTemplate | null;
};

export function RestrictionFields({ environment, ownAddress, offer, like }: RestrictionFieldsProps) {
  const t = useTranslations("apiKeys.restrictions");
  const problems = [
    useFormField("allowedAddresses"),
    useFormField("allowedHours"),
    useFormField("requestsPerMinute"),
    useFormField("writesPerMinute"),
    useFormField("writesPerHour"),
  ];
  return (
    <Fold
      title={t("title")}
      description={t("description")}
      hasProblem={hasErrors(problems)}
      isInitiallyOpen={takes(like, ["addresses", "hours", "budgets"])}
    >
      <AddressesField ownAddress={ownAddress} initial={like?.allowedAddresses ?? []} />
      <HoursField initial={like?.allowedHours ?? null} />
      <NewKeyBudgets environment={environment} offer={offer} replaced={like?.budgets ?? null} />
    </Fold>
  );
}

export function LifetimeFields({ offer, like }: Pick<RestrictionFieldsProps, "offer" | "like">) {
  const t = useTranslations("apiKeys.schedule");
  const problems = [useFormField("rotateEveryDays"), useFormField("expiresInSeconds")];
  return (
    <Fold
      title={t("title")}
      description={t("description")}
      hasProblem={hasErrors(problems)}
      isInitiallyOpen={takes(like, ["schedule", "expiry"])}
    >
      <ScheduleField requiredDays={offer.requiredRotationDays} initial={like?.rotateEveryDays ?? null} />
      <ExpiryField maxAgeDays={offer.maxAgeDays} initial={like?.expiresInDays ?? null} />
    </Fold>
  );
}

/** Whether one of these parts comes from the key that is replaced: it is shown, so that nobody sends it unseen. */
function takes(like: KeyTemplate | null, parts: KeyTemplate["takenOver"]): boolean {
  return parts.some((part) => like?.takenOver.includes(part));
}

function hasErrors(fields: readonly { errors: readonly string[] }[]): boolean {
  return fields.some(({ errors }) => errors.length > 0);
}
