import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { niceMaximum } from "./nice-maximum.ts";

/** A kind of value that bars are made of, from the bottom up. */
export type Series = { label: string; fill: string; dot: string };

export type Bar = { id: string; label: string; title: string; values: readonly number[] };

type BarChartProps = {
  title: string;
  /** The whole chart in one sentence, for those who don't see it. */
  summary: string;
  series: readonly Series[];
  bars: readonly Bar[];
  formatValue: (value: number) => string;
  /** The same numbers as a table. */
  table: ReactNode;
};

const WIDTH = 10;
const HEIGHT = 100;
const GAP = 1.5;

/** Stacked bars over time, drawn on the server; every number is in the table below as well. */
export function BarChart({ title, summary, series, bars, formatValue, table }: BarChartProps) {
  const maximum = niceMaximum(Math.max(...bars.map(({ values }) => sum(values))));
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-5 gap-y-1">
        <span className="font-semibold text-ink">{title}</span>
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          {series.map(({ label, dot }) => (
            <span key={label} className="inline-flex items-center gap-1.5 text-ink-muted text-sm">
              <span aria-hidden className={cn("size-2.5 rounded-sm", dot)} />
              {label}
            </span>
          ))}
        </span>
      </figcaption>
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <div aria-hidden className="flex h-44 flex-col justify-between text-right text-ink-faint text-xs">
          <span>{formatValue(maximum)}</span>
          <span>{formatValue(0)}</span>
        </div>
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-44 w-full border-line border-b bg-[linear-gradient(to_bottom,var(--color-line)_1px,transparent_1px)] bg-[length:100%_50%]"
        >
          {bars.map((bar, index) => (
            <BarShape key={bar.id} bar={bar} x={index * WIDTH} scale={HEIGHT / maximum} series={series} />
          ))}
        </svg>
        <span />
        <Axis bars={bars} />
      </div>
      {table}
    </figure>
  );
}

type BarShapeProps = { bar: Bar; x: number; scale: number; series: readonly Series[] };

function BarShape({ bar: { title, values }, x, scale, series }: BarShapeProps) {
  return (
    <g>
      <title>{title}</title>
      <rect x={x} y={0} width={WIDTH} height={HEIGHT} className="fill-transparent hover:fill-hover" />
      {values.map((value, index) => {
        const part = series[index];
        if (part === undefined || value === 0) return null;
        const height = value * scale;
        const below = sum(values.slice(0, index)) * scale;
        return (
          <rect
            key={part.label}
            x={x + GAP}
            y={HEIGHT - below - height}
            width={WIDTH - 2 * GAP}
            height={height}
            className={cn("pointer-events-none", part.fill)}
          />
        );
      })}
    </g>
  );
}

/** The first, the middle and the last: more would not fit a phone. */
function Axis({ bars }: { bars: readonly Bar[] }) {
  const shown = [bars.at(0), bars.at(Math.floor(bars.length / 2)), bars.at(-1)];
  return (
    <div aria-hidden className="flex justify-between pt-1 text-ink-faint text-xs">
      {shown.map((bar) => bar && <span key={bar.id}>{bar.label}</span>)}
    </div>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
