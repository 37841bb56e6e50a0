import { HOUR_MS, MINUTE_MS } from "#lib/durations/index.ts";

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;
/** A receiver may ask for more patience than that, within reason. */
const LONGEST_ASKED_FOR_MS = HOUR_MS;

/**
 * When to try again after so many failures in a row: 5 seconds, twice as long each time, at most 5 minutes, of which a
 * part is left to chance, so that those who failed together don't come back together. Never: not at all.
 * @param chance from 0 to 1
 * @param retryAfter the answer's header (RFC 9110 §10.2.3): seconds, or a date
 */
export function nextAttemptAt(failures: number, now: Date, chance: number, retryAfter?: string): Date {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 16));
  const spread = pause * (0.8 + 0.2 * chance);
  return new Date(now.getTime() + Math.max(spread, Math.min(askedFor(retryAfter, now), LONGEST_ASKED_FOR_MS)));
}

function askedFor(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? 0 : at - now.getTime();
}
