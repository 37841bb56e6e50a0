/** Every format names its locale and time zone, so that a server in UTC never prints a wrong day. */
export type FormatContext = { locale: string; timeZone: string };
type Moment = Date | string | number;

const SECOND = 1000;
const RELATIVE_STEPS = [
  { unit: "minute", from: 60, seconds: 60 },
  { unit: "hour", from: 3600, seconds: 3600 },
  { unit: "day", from: 86_400, seconds: 86_400 },
  { unit: "month", from: 30 * 86_400, seconds: 30.44 * 86_400 },
  { unit: "year", from: 365 * 86_400, seconds: 365.25 * 86_400 },
] as const;

/** A day: "21 Nov 2026". */
export function formatDate(at: Moment, context: FormatContext, options?: Intl.DateTimeFormatOptions): string {
  return dateFormat(context, options ?? { dateStyle: "medium" }).format(new Date(at));
}

/** A moment to the second with its zone: "21 Nov 2026, 14:03:22 CET". */
export function formatDateTime(at: Moment, context: FormatContext): string {
  return dateFormat(context, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(new Date(at));
}

/** "4 minutes ago", "in 12 days"; under a minute "now". */
export function formatRelative(at: Moment, context: { locale: string; now: Moment }): string {
  const seconds = (new Date(at).getTime() - new Date(context.now).getTime()) / SECOND;
  const format = relativeFormat(context.locale);
  const step = RELATIVE_STEPS.findLast(({ from }) => Math.abs(seconds) >= from);
  return step ? format.format(Math.trunc(seconds / step.seconds), step.unit) : format.format(0, "second");
}

export function formatNumber(
  value: number | bigint,
  context: Pick<FormatContext, "locale">,
  options?: Intl.NumberFormatOptions,
): string {
  return new Intl.NumberFormat(regional(context.locale), options).format(value);
}

/** A span in its two largest units: "1 hour, 5 minutes", "3 days"; below a second in milliseconds. */
export function formatDuration(milliseconds: number, context: Pick<FormatContext, "locale">): string {
  if (Math.abs(milliseconds) < SECOND) return unitFormat(context.locale, "millisecond", Math.round(milliseconds));
  let rest = Math.floor(Math.abs(milliseconds) / SECOND);
  const parts: string[] = [];
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(unitFormat(context.locale, unit, count));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return new Intl.ListFormat(regional(context.locale), { type: "unit", style: "short" }).format(parts);
}

/** The same functions with locale and zone filled in, for screens. */
export function bindFormatters(context: FormatContext) {
  return {
    date: (at: Moment, options?: Intl.DateTimeFormatOptions) => formatDate(at, context, options),
    dateTime: (at: Moment) => formatDateTime(at, context),
    relative: (at: Moment, now: Moment) => formatRelative(at, { locale: context.locale, now }),
    number: (value: number | bigint, options?: Intl.NumberFormatOptions) => formatNumber(value, context, options),
    duration: (milliseconds: number) => formatDuration(milliseconds, context),
  };
}
export type Formatters = ReturnType<typeof bindFormatters>;

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** "en" alone would print American month-day order; most of our readers, and all of ISO, put the day first. */
function regional(locale: string) {
  return locale === "en" ? "en-GB" : locale;
}

function dateFormat({ locale, timeZone }: FormatContext, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(regional(locale), { timeZone, ...options });
}

function relativeFormat(locale: string) {
  return new Intl.RelativeTimeFormat(regional(locale), { numeric: "auto" });
}

function unitFormat(locale: string, unit: string, count: number) {
  return new Intl.NumberFormat(regional(locale), { style: "unit", unit, unitDisplay: "long" }).format(count);
}
