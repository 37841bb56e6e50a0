import { useTranslations } from "next-intl";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { WeekOfCalls } from "#lib/usage/schemas.ts";

const WIDTH = 6;
const HEIGHT = 20;

/** A week of calls: the number, and its days as small bars beside it. */
export function Sparkline({ week }: { week: WeekOfCalls }) {
  const t = useTranslations("usage");
  const format = useFormatters();
  const total = week.reduce((sum, calls) => sum + calls, 0);
  const maximum = Math.max(1, ...week);
  return (
    <span className="inline-flex items-center gap-2" title={t("week", { days: week.join(" · ") })}>
      <svg aria-hidden viewBox={`0 0 ${week.length * WIDTH} ${HEIGHT}`} className="h-5 w-10.5 shrink-0">
        {week.map((calls, day) => {
          const height = calls === 0 ? 1 : Math.max(2, (calls / maximum) * HEIGHT);
          return (
            <rect
              key={day}
              x={day * WIDTH + 1}
              y={HEIGHT - height}
              width={WIDTH - 2}
              height={height}
              className={calls === 0 ? "fill-line-strong" : "fill-accent"}
            />
          );
        })}
      </svg>
      <span className={total === 0 ? "text-ink-faint" : undefined}>{format.number(total)}</span>
    </span>
  );
}
