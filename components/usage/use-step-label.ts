import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { Usage } from "#lib/usage/schemas.ts";

/** An hour in the reader's time zone, or a day in UTC, as the days are counted. */
export function useStepLabel(unit: Usage["unit"]) {
  const format = useFormatters();
  return (startsAt: string): string =>
    unit === "hour"
      ? format.date(startsAt, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
      : format.date(startsAt, { day: "numeric", month: "short", timeZone: "UTC" });
}
