"use client";

import { useNow, useTranslations } from "next-intl";
import { DAY_SECONDS } from "#lib/durations/index.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { DaysField } from "./days-field.tsx";

const PRESET_DAYS = [7, 30, 60, 90, 365] as const;
const MAX_DAYS = 36_500;

/** A length, with the day that it leads to printed below. */
export function ExpiryField({ maxAgeDays, initial }: { maxAgeDays: number | null; initial: number | null }) {
  const t = useTranslations("apiKeys.expiry");
  const format = useFormatters();
  const now = useNow().getTime();
  const dateOf = (days: number) => format.date(now + days * DAY_SECONDS * 1000, { dateStyle: "long" });
  return (
    <DaysField
      name="expiresInSeconds"
      unit={DAY_SECONDS}
      initial={initial}
      label={t("label")}
      none={maxAgeDays === null ? t("never") : t("maximumAge", { count: maxAgeDays })}
      customLabel={t("customDays")}
      presets={PRESET_DAYS.filter((days) => days <= (maxAgeDays ?? MAX_DAYS))}
      maximum={maxAgeDays ?? MAX_DAYS}
      customDays={String(Math.min(180, maxAgeDays ?? MAX_DAYS))}
      hint={(days) => {
        const length = days ?? maxAgeDays;
        return length === null ? t("neverHint") : t("expiresOn", { date: dateOf(length) });
      }}
    />
  );
}
