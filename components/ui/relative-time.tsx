"use client";

import { useNow } from "next-intl";
import { type ReactNode, useSyncExternalStore } from "react";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { Tooltip } from "./tooltip.tsx";

const TICK_MILLISECONDS = 30_000;
const FUTURE_SLACK_MILLISECONDS = 60_000;

type Moment = string | number | Date;
type TimeProps = { at: Moment | null | undefined; fallback?: ReactNode; className?: string };

/** "4 minutes ago", kept current, with the exact moment and zone in a tooltip; `fallback` when there is no moment. */
export function RelativeTime({ at, fallback = "–", className }: TimeProps) {
  const serverNow = useNow();
  const format = useFormatters();
  const now = useSyncExternalStore(subscribe, readClock, () => serverNow.getTime());
  if (at === null || at === undefined) return <span className={className}>{fallback}</span>;
  const moment = new Date(at);
  // A browser's clock that runs a little behind must not turn "now" into "in 20 seconds".
  const ahead = moment.getTime() - now;
  const shown = ahead > 0 && ahead < FUTURE_SLACK_MILLISECONDS ? now : moment;
  return (
    <Tooltip content={format.dateTime(moment)}>
      <time dateTime={moment.toISOString()} className={className} suppressHydrationWarning>
        {format.relative(shown, now)}
      </time>
    </Tooltip>
  );
}

/** The exact moment with its zone. */
export function DateTime({ at, fallback = "–", className }: TimeProps) {
  const format = useFormatters();
  if (at === null || at === undefined) return <span className={className}>{fallback}</span>;
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} className={className} suppressHydrationWarning>
      {format.dateTime(moment)}
    </time>
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let clock = 0;

/** One timer for all times on the page, stopped when the last one leaves. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MILLISECONDS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick() {
  clock = Date.now();
  for (const notify of listeners) notify();
}

function readClock() {
  if (timer === undefined || clock === 0) clock = Math.max(clock, Math.floor(Date.now() / 1000) * 1000);
  return clock;
}
