"use client";

import { useNow, useTranslations } from "next-intl";
import { MAX_ROTATION_DAYS, ROTATION_SCHEDULES } from "#lib/api-keys/schemas.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { DaysField } from "./days-field.tsx";

/** How often the key wants to be rotated, with the first time printed below. It goes on working when that is past. */
export function ScheduleField({ requiredDays, initial }: { requiredDays: number | null; initial: number | null }) {
  const t = useTranslations("apiKeys.schedule");
  const format = useFormatters();
  const now = useNow().getTime();
  const maximum = requiredDays ?? MAX_ROTATION_DAYS;
  return (
    <DaysField
      name="rotateEveryDays"
      unit={1}
      initial={initial}
      label={t("label")}
      none={requiredDays === null ? t("none") : t("required", { count: requiredDays })}
      customLabel={t("customDays")}
      presets={ROTATION_SCHEDULES.filter((days) => days <= maximum)}
      maximum={maximum}
      customDays={String(Math.min(120, maximum))}
      hint={(days) =>
        (days ?? requiredDays) === null
          ? t("noneHint")
          : t("dueOn", { date: format.date(now + (days ?? requiredDays ?? 0) * DAY_MS, { dateStyle: "long" }) })
      }
    />
  );
}
