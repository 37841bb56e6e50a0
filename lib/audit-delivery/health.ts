import { MINUTE_MS } from "#lib/durations/index.ts";
import type { HealthState } from "./schemas.ts";

/** So long an outage is before it is told: a restart of the receiver is none. */
export const ALERT_MS = 15 * MINUTE_MS;
/** So long an event may wait, sealing included, before it counts as late. */
const LATE_MS = 5 * MINUTE_MS;

export interface Facts {
  readonly pausedAt: Date | null;
  readonly failingSince: Date | null;
  readonly oldestWaitingAt: Date | null;
}

/** How a destination does, in one word. */
export function healthOf({ pausedAt, failingSince, oldestWaitingAt }: Facts, now: Date): HealthState {
  if (pausedAt !== null) return "paused";
  if (failingSince !== null && isOutage(failingSince, now)) return "failing";
  const isLate = oldestWaitingAt !== null && now.getTime() - oldestWaitingAt.getTime() >= LATE_MS;
  return failingSince !== null || isLate ? "delayed" : "healthy";
}

export function isOutage(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= ALERT_MS;
}
