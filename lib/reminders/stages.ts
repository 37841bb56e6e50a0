import { DAY_MS } from "#lib/durations/index.ts";

/** The days before a rotation is due on which people are reminded; 0 is the day itself. */
export const DAYS_BEFORE = [14, 7, 1, 0] as const;

const WEEK_DAYS = 7;

/** `due-14`, `due-7`, `due-1`, `due-0`, and `overdue-1`, `overdue-2`, … for each week that it is overdue. */
export type Stage = `due-${(typeof DAYS_BEFORE)[number]}` | `overdue-${number}`;

export interface Reached {
  readonly stage: Stage;
  /** Calendar days until it is due; negative when it is overdue. */
  readonly days: number;
}

/** `ends-14`, `ends-7`, `ends-1`, `ends-0` before a key stops by itself, and `expired` when it has. */
export type EndStage = `ends-${(typeof DAYS_BEFORE)[number]}` | "expired";

export interface EndReached {
  readonly stage: EndStage;
  /** Calendar days until it stops; 0 or negative when it has. */
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
export function reachedStage(schedule: Schedule): Reached | null {
  const days = daysUntil(schedule);
  if (days <= -WEEK_DAYS) return { stage: `overdue-${Math.floor(-days / WEEK_DAYS)}`, days };
  const before = begunStage(schedule, days);
  return before === null ? null : { stage: `due-${before}`, days };
}

/**
 * The same for a key that stops by itself at a moment. Afterwards there is one stage alone; a key that ends on the day on
 * which it was made has none.
 */
export function reachedEndStage({ endsAt, ...rest }: Omit<Schedule, "dueAt"> & { endsAt: Date }): EndReached | null {
  const schedule = { ...rest, dueAt: endsAt };
  const days = daysUntil(schedule);
  if (endsAt <= rest.now) return begunStage(schedule, 0) === null ? null : { stage: "expired", days };
  const before = begunStage(schedule, days);
  return before === null ? null : { stage: `ends-${before}`, days };
}

function daysUntil({ dueAt, now, timeZone }: Schedule): number {
  return dayNumber(dueAt, timeZone) - dayNumber(now, timeZone);
}

/** Of the stages before, the latest that has begun, where it began on a day after that on which the key was made. */
function begunStage({ createdAt, dueAt, timeZone }: Schedule, days: number): (typeof DAYS_BEFORE)[number] | null {
  const before = DAYS_BEFORE.findLast((daysBefore) => days <= daysBefore);
  if (before === undefined || dayNumber(dueAt, timeZone) - before <= dayNumber(createdAt, timeZone)) return null;
  return before;
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
