import type { Tx } from "#db/tenant.ts";
import { DEFAULT_TIME_ZONE } from "#lib/i18n/core.ts";
import { reachedStage } from "#lib/reminders/index.ts";
import { reviewState } from "./state.ts";
import { listTold } from "./store.ts";

export interface PlannedReviewReminder {
  readonly userId: string;
  /** `due-0` on the day, then `overdue-1`, … for each week. */
  readonly stage: string;
  /** Since it was due. */
  readonly days: number;
  readonly dueAt: Date;
  readonly dedupeKey: string;
}

/**
 * Who is to be told now that a review is due, and was not told yet at this stage: the chosen reviewers, else the owners
 * and admins. Changes nothing.
 */
export async function planReviewReminders(tx: Tx, now: Date): Promise<readonly PlannedReviewReminder[]> {
  const { due, reviewers, candidates } = await reviewState(tx);
  if (due === null) return [];
  const readers = reviewers.length > 0 ? reviewers : candidates.filter(({ role }) => role !== "auditor");
  const told = await listTold(tx);
  return readers.flatMap(({ id: userId, timeZone }) => {
    const zone = timeZone ?? DEFAULT_TIME_ZONE;
    const reached = reachedStage({ createdAt: due.since, dueAt: due.dueAt, now, timeZone: zone });
    // The days before are for what takes preparation; a review takes none.
    if (reached === null || reached.days > 0) return [];
    const dedupeKey = `${due.dueAt.toISOString()} ${reached.stage}`;
    if (told.has(`${dedupeKey} user:${userId}`)) return [];
    return [{ userId, stage: reached.stage, days: -reached.days, dueAt: due.dueAt, dedupeKey }];
  });
}
