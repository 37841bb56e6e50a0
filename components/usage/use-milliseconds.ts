import { useFormatters } from "#lib/i18n/use-formatters.ts";

/** "1.2 ms", "450 ms", "2.5 s"; null where nothing was measured. */
export function useMilliseconds() {
  const format = useFormatters();
  return (ms: number | null): string | null => {
    if (ms === null) return null;
    if (ms >= 1000) return format.number(ms / 1000, { style: "unit", unit: "second", maximumFractionDigits: 1 });
    return format.number(ms, { style: "unit", unit: "millisecond", maximumFractionDigits: ms < 10 ? 1 : 0 });
  };
}
