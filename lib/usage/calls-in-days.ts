import type { Tx } from "#db/tenant.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { startOfDay } from "./clock.ts";
import { sumCalls } from "./store.ts";

/** The answered calls of several credentials in the last days, today included, in one statement whatever their number. */
export async function callsInDays(
  tx: Tx,
  credentialIds: readonly string[],
  days: number,
  now: Date,
): Promise<(credentialId: string) => number> {
  if (credentialIds.length === 0) return () => 0;
  const first = new Date(startOfDay(now).getTime() - (days - 1) * DAY_MS);
  const sums = await sumCalls(tx, credentialIds, first);
  return (credentialId) => sums.get(credentialId) ?? 0;
}
