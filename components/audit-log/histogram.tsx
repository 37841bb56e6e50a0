"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type PointerEvent, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { asRoute } from "#components/ui/route.ts";
import { useClock } from "./clock.tsx";
import { type AuditQuery, changedQuery, writeQuery } from "./query.ts";

export type HistogramData = { from: string; stepSeconds: number; counts: number[]; countedFrom: string | null };

type HistogramProps = { path: string; query: AuditQuery; data: HistogramData; count: number; isCapped: boolean };

/** How the found events are spread over the time that is shown. Dragging over bars shows their time alone. */
export function Histogram({ path, query, data, count, isCapped }: HistogramProps) {
  const t = useTranslations("auditLog.histogram");
  const router = useRouter();
  const clock = useClock();
  const [drag, setDrag] = useState<{ first: number; last: number } | null>(null);
  const { counts, countedFrom } = data;
  const highest = Math.max(...counts, 1);
  const startOf = (bar: number) => new Date(Date.parse(data.from) + bar * data.stepSeconds * 1000).toISOString();
  const total = t(isCapped ? "more" : "count", { count });

  function barAt(event: PointerEvent<HTMLElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const bar = Math.floor(((event.clientX - left) / width) * counts.length);
    return Math.min(Math.max(bar, 0), counts.length - 1);
  }

  function zoom() {
    if (drag === null) return;
    const [first, last] = [Math.min(drag.first, drag.last), Math.max(drag.first, drag.last)];
    setDrag(null);
    const change = { from: startOf(first), to: startOf(last + 1) };
    router.push(asRoute(path + writeQuery(changedQuery(query, change))), { scroll: false });
  }

  const isChosen = (bar: number) =>
    drag !== null && bar >= Math.min(drag.first, drag.last) && bar <= Math.max(drag.first, drag.last);

  return (
    <figure className="mb-4 rounded-xl border border-line bg-surface px-4 py-3 shadow-card">
      <figcaption className="mb-2 flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="font-medium text-ink">{total}</span>
        <span className="text-ink-muted">
          {countedFrom === null ? t("hint") : t("countedFrom", { from: clock.dateTime(countedFrom) })}
        </span>
      </figcaption>
      <div
        role="img"
        aria-label={t("summary", {
          total,
          from: clock.dateTime(data.from),
          to: clock.dateTime(startOf(counts.length)),
        })}
        data-audit-histogram
        className="flex h-16 cursor-crosshair touch-pan-y select-none items-end gap-px border-line border-b"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const bar = barAt(event);
          setDrag({ first: bar, last: bar });
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, last: barAt(event) })}
        onPointerUp={zoom}
        onPointerCancel={() => setDrag(null)}
      >
        {counts.map((events, bar) => (
          <span
            key={startOf(bar)}
            title={`${clock.dateTime(startOf(bar))} · ${clock.number(events)}`}
            className={cn(
              "flex h-full min-w-0 flex-1 items-end rounded-t-sm hover:bg-hover",
              isChosen(bar) && "bg-hover",
            )}
          >
            <span
              className={cn("w-full rounded-t-sm bg-accent-line", isChosen(bar) && "bg-accent")}
              style={{ height: `${events === 0 ? 0 : Math.max(6, (events / highest) * 100)}%` }}
            />
          </span>
        ))}
      </div>
      <div aria-hidden className="mt-1 flex justify-between gap-4 text-ink-muted text-xs" suppressHydrationWarning>
        <span>{clock.dateTime(data.from)}</span>
        <span className="text-right">{clock.dateTime(startOf(counts.length))}</span>
      </div>
    </figure>
  );
}
