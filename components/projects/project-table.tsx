"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { Project } from "#lib/projects/schemas.ts";

type ProjectTableProps = { projects: Project[]; projectsHref: string; empty: ReactNode; footer?: ReactNode };

export function ProjectTable({ projects, projectsHref, empty, footer }: ProjectTableProps) {
  const t = useTranslations("projects");
  const format = useFormatters();
  const columns: DataTableColumn<Project>[] = [
    { id: "name", header: t("columns.name"), primary: true, wrap: true, cell: ({ name }) => name },
    {
      id: "key",
      header: t("columns.key"),
      cell: ({ key, isArchived }) => (
        <span className="inline-flex items-center gap-2">
          <span className="font-mono text-sm">{key}</span>
          {isArchived && <Badge>{t("archived")}</Badge>}
        </span>
      ),
    },
    {
      id: "updated",
      header: t("columns.updated"),
      cell: ({ updatedAt }) => <RelativeTime at={updatedAt} className="text-ink-muted" />,
    },
    {
      id: "open",
      header: t("columns.open"),
      align: "end",
      cell: ({ openTaskCount }) => format.number(openTaskCount),
    },
    {
      id: "total",
      header: t("columns.total"),
      align: "end",
      cell: ({ totalTaskCount }) => <span className="text-ink-muted">{format.number(totalTaskCount)}</span>,
    },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={projects}
      rowId={({ id }) => id}
      rowHref={({ key }) => `${projectsHref}/${key}`}
      empty={empty}
      footer={footer}
    />
  );
}
