/** The days before a rotation is due on which people are reminded; 0 is the day itself. */
export const DAYS_BEFORE = [14, 7, 1, 0] as const;

const WEEK_DAYS = 7;
const DAY_MS = 86_400_000;

/** `due-14`, `due-7`, `due-1`, `due-0`, and `overdue-1`, `overdue-2`, … for each week that it is overdue. */
export type Stage = `due-${(typeof DAYS_BEFORE)[number]}` | `overdue-${number}`;

export interface Reached {
  readonly stage: Stage;
  /** Calendar days until it is due; negative when it is overdue. */
  readonly days: number;
}

interface Schedule {
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly now: Date;
  /** Days begin and end where the reader is. */
  readonly timeZone: string;
}

/**
 * The latest stage that has begun, or null before the first. Stages that were missed are not made up for: the latest
 * one says all. A stage that was there when the key was made says nothing new.
 */
export function reachedStage({ createdAt, dueAt, now, timeZone }: Schedule): Reached | null {
  const dueDay = dayNumber(dueAt, timeZone);
  const days = dueDay - dayNumber(now, timeZone);
  if (days <= -WEEK_DAYS) return { stage: `overdue-${Math.floor(-days / WEEK_DAYS)}`, days };
  const before = DAYS_BEFORE.findLast((daysBefore) => days <= daysBefore);
  if (before === undefined || dueDay - before <= dayNumber(createdAt, timeZone)) return null;
  return { stage: `due-${before}`, days };
}

/** The calendar day at a place, counted: two of them differ by the days between, whatever the clocks did. */
export function dayNumber(at: Date, timeZone: string): number {
  return Date.parse(`${dayOf(at, timeZone)}T00:00:00Z`) / DAY_MS;
}

/** The calendar day at a place: `2026-11-21`. */
export function dayOf(at: Date, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get("year")?.padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit", calendar: "gregory" });
  formats.set(timeZone, format);
  return format;
}
