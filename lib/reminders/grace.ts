import type { DueKey } from "#lib/api-keys/index.ts";
import type { AnnouncementRow } from "./store.ts";

/** An announcement is void when the key was changed since (resumed, for instance), or the grace period. */
export function isInForce(announcement: AnnouncementRow, key: DueKey, graceDays: number): boolean {
  return (
    announcement.keyVersion === key.version &&
    announcement.graceDays === graceDays &&
    announcement.dueAt.getTime() === key.dueAt.getTime()
  );
}
