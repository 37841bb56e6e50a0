"use client";

import { useNow, useTranslations } from "next-intl";
import { MAX_ROTATION_DAYS, ROTATION_SCHEDULES } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { DaysField } from "./days-field.tsx";

const DAY_MS = 86_400_000;

/** How often the key wants to be rotated, with the first time printed below. It goes on working when that is past. */
export function ScheduleField() {
  const t = useTranslations("apiKeys.schedule");
  const format = useFormatters();
  const now = useNow().getTime();
  return (
    <DaysField
      name="rotateEveryDays"
      unit={1}
      label={t("label")}
      none={t("none")}
      customLabel={t("customDays")}
      presets={ROTATION_SCHEDULES}
      maximum={MAX_ROTATION_DAYS}
      customDays="120"
      hint={(days) =>
        days === null ? t("noneHint") : t("dueOn", { date: format.date(now + days * DAY_MS, { dateStyle: "long" }) })
      }
    />
  );
}
