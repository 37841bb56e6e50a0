import { DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/durations/index.ts";

const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const;
const RELATIVE = /^-(\d{1,5})([mhdw])$/;
/** A day, or a moment of it; what is left out is zero, and a moment without a zone is in UTC. */
const ABSOLUTE = /^[1-9]\d{3}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):?\d\d)?)?$/i;

/** What a moment's text stands for: `from` inclusive, `to` exclusive. Days are days of UTC. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * `-7d`, `-24h`, `-30m`, `-2w`, `today`, `yesterday`, `2026-11-20`, `2026-11-20T09:30Z`.
 * @returns for `after:` and `before:` its beginning counts, for `on:` the day that it is in; null when it is none
 */
export function readMoment(text: string, now: Date): Span | null {
  const [, amount, unit] = RELATIVE.exec(text.toLowerCase()) ?? [];
  if (amount !== undefined) {
    const at = now.getTime() - Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
    return { from: new Date(at), to: new Date(at) };
  }
  const named = NAMED_DAYS[text.toLowerCase() as keyof typeof NAMED_DAYS];
  if (named !== undefined) return dayOf(new Date(now.getTime() - named * DAY_MS));
  if (!ABSOLUTE.test(text)) return null;
  const isDay = !/t/i.test(text);
  const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(text.slice(10));
  const at = new Date(isDay || hasZone ? text : `${text}Z`);
  if (Number.isNaN(at.getTime()) || !isRealDay(text.slice(0, 10))) return null;
  return isDay ? dayOf(at) : { from: at, to: at };
}

const NAMED_DAYS = { today: 0, yesterday: 1 } as const;

export function dayOf(at: Date): Span {
  const from = Math.floor(at.getTime() / DAY_MS) * DAY_MS;
  return { from: new Date(from), to: new Date(from + DAY_MS) };
}

/** JavaScript takes 31 February for 3 March. */
function isRealDay(day: string): boolean {
  const at = new Date(day);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
