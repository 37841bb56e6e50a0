import { ChartColumn } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RangeLinks } from "#components/usage/range-links.tsx";
import { ToolsTable } from "#components/usage/tools-table.tsx";
import { UsageCharts } from "#components/usage/usage-charts.tsx";
import { UsageTotals } from "#components/usage/usage-totals.tsx";
import { read } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { getUsage } from "#lib/usage/index.ts";
import type { UsageRange } from "#lib/usage/schemas.ts";
import { usagePath } from "./tabs.ts";

type UsageTabProps = { ctx: Context; slug: string; apiKeyId: string; range: UsageRange };

/** What the key did: how much, with what, how well and how fast. */
export async function UsageTab({ ctx, slug, apiKeyId, range }: UsageTabProps) {
  const [t, usage] = await Promise.all([getTranslations("usage"), read(getUsage, ctx, { apiKeyId, range })]);
  const isEmpty = usage.total.calls + usage.total.refusals === 0;
  const hrefOf = (wanted: UsageRange) => usagePath(slug, apiKeyId, wanted);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <RangeLinks current={range} hrefOf={{ "24h": hrefOf("24h"), "7d": hrefOf("7d"), "30d": hrefOf("30d") }} />
        {usage.unit === "day" && <p className="text-ink-faint text-sm">{t("daysInUtc")}</p>}
      </div>
      {isEmpty ? (
        <EmptyState icon={<ChartColumn />} title={t("empty")} description={t("emptyHint")} />
      ) : (
        <>
          <UsageTotals total={usage.total} />
          <UsageCharts usage={usage} />
          <ToolsTable tools={usage.tools} />
        </>
      )}
    </div>
  );
}
