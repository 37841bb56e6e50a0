"use client";

import { useTranslations } from "next-intl";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { BUDGET_FIELDS, BudgetsFields } from "./budgets-fields.tsx";
import type { PolicyOffer } from "./use-policy-offer.ts";

type NewKeyBudgetsProps = { environment: EnvironmentName; offer: PolicyOffer };

/** The budgets of a key to be made, with those that its environment's policy offers filled in. */
export function NewKeyBudgets({ environment, offer }: NewKeyBudgetsProps) {
  const t = useTranslations("apiKeys.budgets");
  const isOffered = BUDGET_FIELDS.some((name) => offer[name] !== null);
  return (
    <BudgetsFields
      // Another environment offers others; what was typed for this one doesn't fit there.
      key={`${environment} ${BUDGET_FIELDS.map((name) => offer[name]).join(" ")}`}
      initial={offer}
      note={isOffered ? t("fromPolicy") : undefined}
    />
  );
}
