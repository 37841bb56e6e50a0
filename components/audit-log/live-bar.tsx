"use client";

import { ArrowUp, Radio } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { useClock } from "./clock.tsx";
import type { LiveTail } from "./use-live-tail.ts";

/** The switch for new events above the table; further down, how many are waiting. */
export function LiveBar({ state, waiting, leftOut, missing, reload, switchOn, setPaused }: LiveTail) {
  const t = useTranslations("auditLog.live");
  const { number } = useClock();
  const top = useRef<HTMLDivElement>(null);
  const isOn = state === "connecting" || state === "live" || state === "reconnecting";

  const count = waiting.length + leftOut;
  const waitingText = count > 0 && t("waiting", { count, shown: number(count) });

  useEffect(() => {
    const bar = top.current;
    if (bar === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry) setPaused(!entry.isIntersecting && entry.boundingClientRect.top < 0);
    });
    observer.observe(bar);
    return () => observer.disconnect();
  }, [setPaused]);

  return (
    <>
      <div ref={top} className="mb-3 flex scroll-mt-20 flex-wrap items-center gap-x-3 gap-y-1">
        <Button aria-pressed={isOn} aria-keyshortcuts="l" data-audit-live onClick={() => switchOn(!isOn)}>
          <Radio aria-hidden className={cn(state === "live" && "text-success-ink")} />
          {t(isOn ? "stop" : "start")}
        </Button>
        <p role="status" className="text-ink-muted text-sm">
          {state !== "off" && t(`state.${state}`)}
        </p>
        {missing > 0 && (
          <p role="status" className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink text-sm">
            {t("missing", { count: missing, shown: number(missing) })}
            <Button size="sm" onClick={reload}>
              {t("reload")}
            </Button>
          </p>
        )}
      </div>
      <p role="status" className="sr-only">
        {waitingText}
      </p>
      {waiting.length > 0 && (
        <div className="pointer-events-none sticky top-24 z-20 flex h-0 justify-center">
          <Button
            variant="primary"
            className="pointer-events-auto"
            onClick={() => top.current?.scrollIntoView({ block: "start" })}
          >
            <ArrowUp aria-hidden />
            {waitingText}
          </Button>
        </div>
      )}
    </>
  );
}
