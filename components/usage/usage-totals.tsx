import { useTranslations } from "next-intl";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { UsageCounts } from "#lib/usage/schemas.ts";
import { useMilliseconds } from "./use-milliseconds.ts";

/** The numbers of the whole range. */
export function UsageTotals({ total }: { total: UsageCounts }) {
  const t = useTranslations("usage");
  const format = useFormatters();
  const milliseconds = useMilliseconds();
  const share = (count: number) =>
    total.calls === 0 ? null : format.number(count / total.calls, { style: "percent", maximumFractionDigits: 1 });
  const tiles = [
    { label: t("calls"), value: format.number(total.calls), hint: t("callsHint") },
    { label: t("errors"), value: format.number(total.errors), hint: share(total.errors) ?? "–" },
    { label: t("refusals"), value: format.number(total.refusals), hint: t("refusalsHint") },
    { label: t("median"), value: milliseconds(total.p50Ms) ?? "–", hint: t("medianHint") },
    { label: t("p95"), value: milliseconds(total.p95Ms) ?? "–", hint: t("p95Hint") },
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card sm:grid-cols-5">
      {tiles.map(({ label, value, hint }) => (
        <div key={label} className="flex flex-col gap-0.5 bg-surface px-4 py-3 max-sm:last:col-span-2">
          <dt className="text-ink-muted text-sm">{label}</dt>
          <dd className="font-semibold text-ink text-xl">{value}</dd>
          <dd className="text-ink-faint text-xs">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}
