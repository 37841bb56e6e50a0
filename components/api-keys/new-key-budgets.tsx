"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { BudgetsFields, type BudgetValues } from "./budgets-fields.tsx";

/** What each environment's policy offers; null for those who may not see it. */
export type LoadBudgets = () => Promise<Readonly<Record<EnvironmentName, BudgetValues>> | null>;

type NewKeyBudgetsProps = { environment: EnvironmentName; loadBudgets: LoadBudgets };

const NONE: BudgetValues = { requestsPerMinute: null, writesPerMinute: null };

/** The budgets of a key to be made, with those that its environment's policy offers filled in. */
export function NewKeyBudgets({ environment, loadBudgets }: NewKeyBudgetsProps) {
  const t = useTranslations("apiKeys.budgets");
  const [offers, setOffers] = useState<Awaited<ReturnType<LoadBudgets>>>(null);

  useEffect(() => {
    let isGone = false;
    loadBudgets()
      .then((loaded) => {
        if (!isGone) setOffers(loaded);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, []);

  const offer = offers?.[environment] ?? NONE;
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
