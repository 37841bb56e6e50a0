import { withoutWorkspace } from "#db/tenant.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { deleteEnded } from "./store.ts";

const KEEP_MS = 7 * DAY_MS;

/** Forgets sessions, and counters of attempts to sign in, a week after their end. */
export async function deleteEndedSessions(now: Date): Promise<void> {
  await withoutWorkspace((db) => deleteEnded(db, new Date(now.getTime() - KEEP_MS)));
}
