import { DAY_MS } from "#lib/durations/index.ts";
import type { ReviewSettings } from "./schemas.ts";

type Cadence = NonNullable<ReviewSettings["cadence"]>;

interface Schedule {
  readonly cadence: Cadence | null;
  readonly cadenceSince: Date | null;
  /** Where the last review ended; null: there was none. */
  readonly reviewedUntil: Date | null;
}

export interface DueReview {
  readonly dueAt: Date;
  /** From when its time runs. */
  readonly since: Date;
}

/** When the next review is due: one cadence after the last one, or after the cadence was set. Null without a cadence. */
export function dueReview({ cadence, cadenceSince, reviewedUntil }: Schedule): DueReview | null {
  if (cadence === null || cadenceSince === null) return null;
  const since = reviewedUntil !== null && reviewedUntil > cadenceSince ? reviewedUntil : cadenceSince;
  return { since, dueAt: cadence === "weekly" ? new Date(since.getTime() + 7 * DAY_MS) : monthAfter(since) };
}

/** The same day of the next month, or its last one. */
function monthAfter(at: Date): Date {
  const next = new Date(at);
  next.setUTCDate(1);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
  next.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return next;
}
