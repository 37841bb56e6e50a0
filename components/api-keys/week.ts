import type { AllowedHours } from "#lib/api-keys/schemas.ts";
import type { Formatters } from "#lib/i18n/formats.ts";

/** The days of ISO 8601: 1 is Monday. */
export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

type Format = Pick<Formatters, "date">;

/** The day in the reader's language. */
export function dayName(format: Format, day: number, width: "short" | "long"): string {
  // 1 January 2024 was a Monday.
  return format.date(Date.UTC(2024, 0, day, 12), { weekday: width, timeZone: "UTC" });
}

/** `Mon–Fri, 08:00–18:00, Europe/Berlin`, in the reader's language. */
export function hoursText(format: Format, { days, from, to, timeZone }: AllowedHours): string {
  return [`${daysText(format, days)}, ${from}–${to}`, timeZone.replaceAll("_", " ")].join(" · ");
}

function daysText(format: Format, days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((left, right) => left - right);
  const names = sorted.map((day) => dayName(format, day, "short"));
  const isRange = sorted.length > 2 && (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) === sorted.length - 1;
  return isRange ? `${names[0]}–${names.at(-1)}` : names.join(", ");
}
