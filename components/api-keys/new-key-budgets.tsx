"use client";

import { useTranslations } from "next-intl";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { BudgetsFields } from "./budgets-fields.tsx";
import type { PolicyOffer } from "./use-policy-offer.ts";

type NewKeyBudgetsProps = { environment: EnvironmentName; offer: PolicyOffer };

/** The budgets of a key to be made, with those that its environment's policy offers filled in. */
export function NewKeyBudgets({ environment, offer }: NewKeyBudgetsProps) {
  const t = useTranslations("apiKeys.budgets");
  const isOffered = offer.requestsPerMinute !== null || offer.writesPerMinute !== null;
  return (
    <BudgetsFields
      // Another environment offers others; what was typed for this one doesn't fit there.
      key={`${environment} ${offer.requestsPerMinute} ${offer.writesPerMinute}`}
      initial={offer}
      note={isOffered ? t("fromPolicy") : undefined}
    />
  );
}
