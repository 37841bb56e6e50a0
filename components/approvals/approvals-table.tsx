"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ListedApproval } from "#lib/approvals/schemas.ts";
import { ApprovalStateBadge } from "./approval-badges.tsx";
import { useSummary } from "./use-summary.ts";

type ApprovalsTableProps = {
  approvals: ListedApproval[];
  /** Where the page of a request is: this, a slash, its id. */
  path: string;
  empty: ReactNode;
  footer?: ReactNode;
};

export function ApprovalsTable({ approvals, path, empty, footer }: ApprovalsTableProps) {
  const t = useTranslations("approvals");
  const summary = useSummary();
  const columns: DataTableColumn<ListedApproval>[] = [
    {
      id: "what",
      header: t("column.what"),
      primary: true,
      wrap: true,
      cell: ({ counts, tool, operation }) => summary(counts) || (tool ?? operation),
    },
    {
      id: "subject",
      header: t("column.subject"),
      wrap: true,
      cell: ({ subject }) => <span className="line-clamp-2 [overflow-wrap:anywhere]">{subject ?? "–"}</span>,
    },
    { id: "key", header: t("column.key"), wrap: true, cell: ({ credential }) => credential.name },
    {
      id: "environment",
      header: t("column.environment"),
      cell: ({ environment }) => <EnvironmentBadge environment={environment} />,
    },
    {
      id: "created",
      header: t("column.created"),
      cell: ({ createdAt }) => <RelativeTime at={createdAt} className="text-ink-muted" />,
    },
    { id: "state", header: t("column.state"), cell: (approval) => <ApprovalStateBadge approval={approval} /> },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={approvals}
      rowId={({ id }) => id}
      rowHref={({ id }) => `${path}/${id}`}
      empty={empty}
      footer={footer}
    />
  );
}
