import type { Tx } from "#db/tenant.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { startOfDay } from "./clock.ts";
import type { WeekOfCalls } from "./schemas.ts";
import { listDaysOfCalls } from "./store.ts";

const DAYS = 7;

/** The last seven days of several credentials, in one statement whatever their number. */
export async function weeksOfCalls(
  tx: Tx,
  credentialIds: readonly string[],
  now: Date,
): Promise<(credentialId: string) => WeekOfCalls> {
  const first = startOfDay(now).getTime() - (DAYS - 1) * DAY_MS;
  const weeks = new Map(credentialIds.map((id) => [id, Array<number>(DAYS).fill(0)]));
  if (credentialIds.length > 0) {
    for (const { credentialId, startsAt, calls } of await listDaysOfCalls(tx, credentialIds, new Date(first))) {
      const day = Math.round((startsAt.getTime() - first) / DAY_MS);
      const week = weeks.get(credentialId);
      if (week && day < DAYS) week[day] = calls;
    }
  }
  return (credentialId) => weeks.get(credentialId) ?? Array<number>(DAYS).fill(0);
}
