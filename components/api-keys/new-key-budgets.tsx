"use client";

import { useTranslations } from "next-intl";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { BUDGET_FIELDS, BudgetsFields, type BudgetValues } from "./budgets-fields.tsx";
import type { PolicyOffer } from "./use-policy-offer.ts";

type NewKeyBudgetsProps = {
  environment: EnvironmentName;
  offer: PolicyOffer;
  /** Those of the key that it replaces, ahead of what the policy offers. */
  replaced: BudgetValues | null;
};

/** The budgets of a key to be made, with those of the key that it replaces, else of its environment's policy, filled in. */
export function NewKeyBudgets({ environment, offer, replaced }: NewKeyBudgetsProps) {
  const t = useTranslations("apiKeys.budgets");
  const isOffered = BUDGET_FIELDS.some((name) => offer[name] !== null && replaced?.[name] == null);
  const initial = {
    requestsPerMinute: replaced?.requestsPerMinute ?? offer.requestsPerMinute,
    writesPerMinute: replaced?.writesPerMinute ?? offer.writesPerMinute,
    writesPerHour: replaced?.writesPerHour ?? offer.writesPerHour,
  };
  return (
    <BudgetsFields
      // Another environment offers others; what was typed for this one doesn't fit there.
      key={`${environment} ${BUDGET_FIELDS.map((name) => initial[name]).join(" ")}`}
      initial={initial}
      note={isOffered ? t("fromPolicy") : undefined}
    />
  );
}
