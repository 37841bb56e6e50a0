import type { AuditLogItem } from "#lib/audit-log/schemas.ts";

/** New events in the page, as many as it keeps. */
export interface LiveEvents<E = AuditLogItem> {
  /** The newest first. */
  readonly arrived: readonly E[];
  /** They came while the reader was further down. */
  readonly waiting: readonly E[];
  /** So many came before those that wait, and aren't kept. */
  readonly leftOut: number;
  /** So many are missing between what arrived and the page that was read: the two don't belong together any more. */
  readonly missing: number;
}

export const NO_LIVE_EVENTS: LiveEvents<never> = { arrived: [], waiting: [], leftOut: 0, missing: 0 };

/** @param came the newest first */
export function withNewEvents<E>(
  before: LiveEvents<E>,
  came: readonly E[],
  isPaused: boolean,
  max: number,
): LiveEvents<E> {
  const waiting = [...came, ...before.waiting];
  const leftOut = before.leftOut + Math.max(0, waiting.length - max);
  const paused = { ...before, waiting: waiting.slice(0, max), leftOut };
  return isPaused ? paused : withWaitingShown(paused, max);
}

/** What waited is shown. Where some of it wasn't kept, what had arrived before lies beyond a gap, and goes. */
export function withWaitingShown<E>({ arrived, waiting, leftOut, missing }: LiveEvents<E>, max: number): LiveEvents<E> {
  const all = leftOut > 0 ? waiting : [...waiting, ...arrived];
  const gone = leftOut > 0 ? leftOut + arrived.length : Math.max(0, all.length - max);
  return { arrived: all.slice(0, max), waiting: [], leftOut: 0, missing: missing + gone };
}
