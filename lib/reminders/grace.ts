import type { DueKey } from "#lib/api-keys/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import type { AnnouncementRow } from "./store.ts";

/** Nobody's key stops without a warning that was given this long before, or the whole grace period where that is shorter. */
const MIN_NOTICE_DAYS = 3;

/** An announcement is void when the key was changed since (resumed, for instance), or the grace period. */
export function isInForce(announcement: AnnouncementRow, key: DueKey, graceDays: number): boolean {
  return (
    announcement.keyVersion === key.version &&
    announcement.graceDays === graceDays &&
    announcement.dueAt.getTime() === key.dueAt.getTime()
  );
}

/** When an overdue key is suspended if it is announced now. */
export function suspensionAt(key: Pick<DueKey, "dueAt">, graceDays: number, now: Date): Date {
  const graceEndsAt = key.dueAt.getTime() + graceDays * DAY_MS;
  const noticeEndsAt = now.getTime() + Math.min(graceDays, MIN_NOTICE_DAYS) * DAY_MS;
  return new Date(Math.max(graceEndsAt, noticeEndsAt));
}
