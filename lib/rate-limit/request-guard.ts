const WINDOW_MS = 60_000;

export type Taken =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly retryAfterSeconds: number;
      /** The first refusal of this key in this window. */
      readonly isFirst: boolean;
    };

/** Told once, when the window is over, how many refusals there were after the first. */
export type ReportRefused = (refused: number) => Promise<void>;

interface Window {
  readonly endsAt: number;
  taken: number;
  refused: number;
  close: (() => Promise<void>) | null;
}

// The two doors evaluate this module separately; a key's requests count together.
const WINDOWS = Symbol.for("postern.rateLimit.windows");
const holder = globalThis as { [WINDOWS]?: Map<string, Window> };

/**
 * Takes `count` requests out of what `key` may do in this minute, in this process.
 * @param report called at the end of a window in which more than one request was refused
 */
export function takeRequests(key: string, count: number, perMinute: number, report: ReportRefused): Taken {
  const now = Date.now();
  const window = windowOf(key, now);
  if (window.taken + count <= perMinute) {
    window.taken += count;
    return { ok: true };
  }
  const isFirst = countRefusal(key, window, now, report);
  return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((window.endsAt - now) / 1000)), isFirst };
}

/**
 * Counts a refusal that was decided elsewhere, so that a flood of them is two events a minute: its first, and the rest.
 * @param key names what was refused, and why
 * @returns whether it is the first of its minute, which the caller records itself
 */
export function foldRefusal(key: string, report: ReportRefused): boolean {
  const now = Date.now();
  return countRefusal(key, windowOf(key, now), now, report);
}

function countRefusal(key: string, window: Window, now: number, report: ReportRefused): boolean {
  window.refused += 1;
  const isFirst = window.refused === 1;
  if (isFirst) closeLater(key, window, now, report);
  return isFirst;
}

/** Reports what open windows have refused: part of an orderly shutdown. */
export async function drainRefusals(): Promise<void> {
  await Promise.all([...windows().values()].map((window) => window.close?.()));
}

function windows(): Map<string, Window> {
  holder[WINDOWS] ??= new Map();
  return holder[WINDOWS];
}

const MAX_IDLE_WINDOWS = 10_000;

function windowOf(key: string, now: number): Window {
  const open = windows();
  const current = open.get(key);
  if (current && current.endsAt > now) return current;
  if (open.size > MAX_IDLE_WINDOWS) forgetEnded(open, now);
  const window: Window = { endsAt: now + WINDOW_MS, taken: 0, refused: 0, close: null };
  open.set(key, window);
  return window;
}

function forgetEnded(open: Map<string, Window>, now: number): void {
  for (const [key, { endsAt }] of open) if (endsAt <= now) open.delete(key);
}

function closeLater(key: string, window: Window, now: number, report: ReportRefused): void {
  const close = async () => {
    clearTimeout(timer);
    window.close = null;
    if (windows().get(key) === window) windows().delete(key);
    // A report that fails has been logged where it failed; the first refusal of the window is on record.
    if (window.refused > 1) await report(window.refused - 1).catch(() => undefined);
  };
  const timer = setTimeout(() => void close(), window.endsAt - now).unref();
  window.close = close;
}
