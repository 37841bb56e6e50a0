import { DAY_MS } from "#lib/durations/index.ts";

/** What a clock on the wall shows in a zone, as `<input type="datetime-local">` writes it. */
export function wallTime(at: string, timeZone: string): string {
  return new Date(Date.parse(at) + offsetAt(Date.parse(at), timeZone)).toISOString().slice(0, 19);
}

/**
 * The moment at which a clock on the wall of that zone shows this; null for an empty or broken one. In the hour that a
 * change of clocks repeats, the first.
 */
export function momentOf(wall: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset before the day's change of clocks, if there is one, decides; else both are the same.
  const early = asUtc - offsetAt(asUtc - DAY_MS, timeZone);
  const isRight = offsetAt(early, timeZone) === asUtc - early;
  return new Date(isRight ? early : asUtc - offsetAt(asUtc + DAY_MS, timeZone)).toISOString();
}

/** Milliseconds that the zone's clocks are ahead of UTC at that moment. */
function offsetAt(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(whole);
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    value("year"),
    value("month") - 1,
    value("day"),
    value("hour"),
    value("minute"),
    value("second"),
  );
  return shown - whole;
}
