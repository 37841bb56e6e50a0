import { InvalidArgumentError, Option } from "commander";
import { type AllowedHours, parseHours } from "#lib/api-keys/schemas.ts";
import { SCOPES, type Scope } from "#lib/authz/index.ts";

export const jsonOption = () => new Option("--json", "print only JSON");
export const workspaceOption = () => new Option("--workspace <slug>", "the workspace").makeOptionMandatory();

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `30d`, `12h`, `45m` or `90s`, in seconds. */
export function duration(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (digits === "") throw new InvalidArgumentError("Use a number and a unit: 30d, 12h, 45m or 90s.");
  return Number(digits) * SECONDS[unit as keyof typeof SECONDS];
}

/** A list with commas, each a scope that exists. */
export function scopeList(text: string): Scope[] {
  const wanted = new Set(text.split(",").map((part) => part.trim()));
  const known = SCOPES.filter((scope) => wanted.delete(scope));
  if (wanted.size === 0) return known;
  throw new InvalidArgumentError(`There is no scope "${[...wanted].join('", "')}". Scopes: ${SCOPES.join(", ")}.`);
}

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`);
  };
}

/** A position in the audit log, as `audit tail` prints it. */
export function position(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Use the position of an event that was printed before.");
}

/** A moment as ISO 8601, such as 2026-11-21 or 2026-11-21T09:30:00Z; without a zone it is UTC. */
export function isoMoment(text: string): string {
  const hasZone = /(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = new Date(/T/.test(text) && !hasZone ? `${text}Z` : text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(at.getTime())) return at.toISOString();
  throw new InvalidArgumentError("Use a moment such as 2026-11-21 or 2026-11-21T09:30:00Z.");
}

/** `none`, or a duration such as `1h`, `24h` or `7d`, in seconds. */
export function overlap(text: string): number {
  return text === "none" ? 0 : duration(text);
}

/** A duration in whole days: `90d`. */
export function days(text: string): number {
  const seconds = duration(text);
  if (seconds > 0 && seconds % SECONDS.d === 0) return seconds / SECONDS.d;
  throw new InvalidArgumentError("Use whole days: 90d.");
}

export function hours(text: string): AllowedHours {
  const parsed = parseHours(text);
  if (parsed !== null) return parsed;
  throw new InvalidArgumentError('Use days, times and a time zone: "Mon-Fri 08:00-18:00 Europe/Berlin".');
}

/** For an option that may be given several times. */
export function several(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

/** Of an option that also takes the word for no limit. */
export type OrNone<T> = T | "none";

/** The word stays a word: commander takes null for an option without a value. */
export function orNone<T>(parse: (text: string) => T): (text: string) => OrNone<T> {
  return (text) => (text === "none" ? text : parse(text));
}

export function numberOf(given: OrNone<number>): number | null {
  return given === "none" ? null : given;
}

/** For the person at the terminal: how to get the rest of a list. */
export function moreNote(nextCursor: string | null): string[] {
  return nextCursor === null ? [] : [`There are more: --cursor ${nextCursor}`];
}
