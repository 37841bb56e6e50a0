"use client";

import { useTranslations } from "next-intl";
import { ColumnMenu } from "#components/ui/column-menu.tsx";
import { EVENT_COLUMNS, EVENT_COLUMNS_COOKIE, type EventColumn } from "./columns.ts";

const YEAR_SECONDS = 365 * 86_400;

type EventColumnChoiceProps = {
  columns: readonly EventColumn[];
  onChange: (columns: readonly EventColumn[]) => void;
};

/** Which columns the log shows; remembered in this browser. */
export function EventColumnChoice({ columns, onChange }: EventColumnChoiceProps) {
  const t = useTranslations("auditLog.columns");

  function choose(next: readonly EventColumn[]) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${EVENT_COLUMNS_COOKIE}=${next.join(",")}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    onChange(next);
  }

  const labels = { open: t("open"), legend: t("legend"), of: (name: EventColumn) => t(name) };
  return <ColumnMenu columns={EVENT_COLUMNS} shown={columns} labels={labels} onChange={choose} />;
}
