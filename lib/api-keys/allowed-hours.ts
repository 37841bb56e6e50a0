import { z } from "zod";

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Use HH:MM.");

const TimeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, { message: "This is not a time zone, such as Europe/Berlin.", params: { reason: "time_zone" } });

/** When a key may be used. A window whose end lies before its beginning goes on into the next day. */
export const AllowedHours = z
  .strictObject({
    /** ISO 8601: 1 is Monday, 7 is Sunday. */
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: TimeOfDay,
    to: TimeOfDay,
    timeZone: TimeZone,
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "The end must differ from the beginning." });
export type AllowedHours = z.infer<typeof AllowedHours>;

const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Whether the moment lies within the hours, in their own time zone. */
export function isWithinHours(hours: AllowedHours, now: Date): boolean {
  const { day, time } = localTime(now, hours.timeZone);
  if (hours.from < hours.to) return hours.days.includes(day) && time >= hours.from && time < hours.to;
  const dayBefore = day === 1 ? 7 : day - 1;
  return (hours.days.includes(day) && time >= hours.from) || (hours.days.includes(dayBefore) && time < hours.to);
}

/**
 * Reads `Mon-Fri 08:00-18:00 Europe/Berlin`; days may be listed (`Mon,Wed`), and Sat-Mon goes over the week's end.
 * @returns null when the text has another form
 */
export function parseHours(text: string): AllowedHours | null {
  const match = /^(\S+)\s+(\d\d:\d\d)-(\d\d:\d\d)\s+(\S+)$/.exec(text.trim());
  const days = match?.[1] === undefined ? null : parseDays(match[1]);
  if (match === null || days === null) return null;
  const parsed = AllowedHours.safeParse({ days, from: match[2], to: match[3], timeZone: match[4] });
  return parsed.success ? parsed.data : null;
}

/** The same text that {@link parseHours} reads. */
export function formatHours({ days, from, to, timeZone }: AllowedHours): string {
  const sorted = [...new Set(days)].sort((left, right) => left - right);
  const isRange =
    sorted.length > 2 && sorted.every((day, index) => index === 0 || day === (sorted[index - 1] ?? 0) + 1);
  const names = sorted.map((day) => DAY_NAMES[day - 1]);
  return `${isRange ? `${names.at(0)}-${names.at(-1)}` : names.join(",")} ${from}-${to} ${timeZone}`;
}

function parseDays(text: string): number[] | null {
  const days = new Set<number>();
  for (const part of text.split(",")) {
    const [first = "", last = first] = part.split("-");
    const from = dayNumber(first);
    const to = dayNumber(last);
    if (from === null || to === null) return null;
    for (let day = from; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === to) break;
    }
  }
  return [...days].sort((left, right) => left - right);
}

function dayNumber(name: string): number | null {
  const index = DAY_NAMES.findIndex((day) => day.toLowerCase() === name.slice(0, 3).toLowerCase());
  return index < 0 ? null : index + 1;
}

function localTime(now: Date, timeZone: string): { day: number; time: string } {
  const parts = formatter(timeZone).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return { day: dayNumber(part("weekday")) ?? 0, time: `${part("hour")}:${part("minute")}` };
}

// Making a formatter costs far more than using one; there are few time zones.
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formatters.set(timeZone, made);
  return made;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
