"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { bindFormatters, DEFAULT_TIME_ZONE } from "#lib/i18n/core.ts";
import { CLOCK_COOKIE } from "./clock-cookie.ts";

export const CLOCKS = ["local", "utc"] as const;
export type Clock = (typeof CLOCKS)[number];
const YEAR_SECONDS = 365 * 86_400;

const ClockContext = createContext<{ clock: Clock; choose: (clock: Clock) => void }>({
  clock: "local",
  choose: () => undefined,
});

/** Whether the log's times are the reader's or UTC; remembered in this browser. */
export function ClockProvider({ initial, children }: { initial: Clock; children: ReactNode }) {
  const [clock, setClock] = useState(initial);
  function choose(next: Clock) {
    setClock(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${CLOCK_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  }
  return <ClockContext value={{ clock, choose }}>{children}</ClockContext>;
}

/** Formats of the chosen clock. */
export function useClock() {
  const { clock } = useContext(ClockContext);
  const locale = useLocale();
  const own = useTimeZone() ?? DEFAULT_TIME_ZONE;
  const timeZone = clock === "utc" ? "UTC" : own;
  const format = bindFormatters({ locale, timeZone });
  return {
    clock,
    timeZone,
    ...format,
    /** Day and time to the second, without the zone: a column names it once. */
    stamp: (at: string) =>
      format.date(at, {
        month: "short",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hourCycle: "h23",
        timeZone,
      }),
  };
}

/** Local or UTC, as two buttons of one choice. */
export function ClockSwitch() {
  const t = useTranslations("auditLog.clock");
  const { clock, choose } = useContext(ClockContext);
  return (
    <fieldset className="flex shrink-0 rounded-md border border-line-strong/60 bg-surface p-0.5 shadow-card">
      <legend className="sr-only">{t("label")}</legend>
      {CLOCKS.map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={clock === value}
          onClick={() => choose(value)}
          className={cn(
            "h-7.5 rounded-sm px-2.5 font-medium text-ink-muted text-sm transition-colors hover:text-ink max-sm:h-8.5",
            clock === value && "bg-hover text-ink",
          )}
        >
          {t(value)}
        </button>
      ))}
    </fieldset>
  );
}
