"use client";

import { useEffect, useState } from "react";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import type { BudgetValues } from "./budgets-fields.tsx";

/** What an environment's policy offers and asks of a new key. */
export type PolicyOffer = BudgetValues & {
  requiredRotationDays: number | null;
  maxAgeDays: number | null;
  /** A new key works only when somebody else has looked at it. */
  isKeyApprovalRequired: boolean;
};

/** Of all environments; null for those who may not see it. */
export type LoadOffers = () => Promise<Readonly<Record<EnvironmentName, PolicyOffer>> | null>;

const NONE: PolicyOffer = {
  requestsPerMinute: null,
  writesPerMinute: null,
  writesPerHour: null,
  requiredRotationDays: null,
  maxAgeDays: null,
  isKeyApprovalRequired: false,
};

/** The policy's part in a key to be made; nothing until it is loaded. */
export function usePolicyOffer(environment: EnvironmentName, load: LoadOffers): PolicyOffer {
  const [offers, setOffers] = useState<Awaited<ReturnType<LoadOffers>>>(null);
  useEffect(() => {
    let isGone = false;
    load()
      .then((loaded) => {
        if (!isGone) setOffers(loaded);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, []);
  return offers?.[environment] ?? NONE;
}
