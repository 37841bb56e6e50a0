"use client";

import { useTranslations } from "next-intl";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { ToolUsage } from "#lib/usage/schemas.ts";
import { useMilliseconds } from "./use-milliseconds.ts";

/** The same numbers by tool, the busiest first. */
export function ToolsTable({ tools }: { tools: ToolUsage[] }) {
  const t = useTranslations("usage");
  const format = useFormatters();
  const milliseconds = useMilliseconds();
  const number = (id: "calls" | "errors" | "refusals"): DataTableColumn<ToolUsage> => ({
    id,
    header: t(id),
    align: "end",
    cell: (row) => <Quiet isZero={row[id] === 0}>{format.number(row[id])}</Quiet>,
  });
  const columns: DataTableColumn<ToolUsage>[] = [
    {
      id: "tool",
      header: t("tool"),
      primary: true,
      cell: ({ tool }) => (tool === null ? t("protocol") : <span className="font-mono text-sm">{tool}</span>),
    },
    number("calls"),
    number("errors"),
    number("refusals"),
    { id: "p50", header: t("median"), align: "end", cell: ({ p50Ms }) => milliseconds(p50Ms) ?? "–" },
    { id: "p95", header: t("p95"), align: "end", cell: ({ p95Ms }) => milliseconds(p95Ms) ?? "–" },
  ];
  return <DataTable caption={t("byTool")} columns={columns} rows={tools} rowId={({ tool }) => tool ?? ""} />;
}

function Quiet({ isZero, children }: { isZero: boolean; children: string }) {
  return <span className={isZero ? "text-ink-faint" : undefined}>{children}</span>;
}
