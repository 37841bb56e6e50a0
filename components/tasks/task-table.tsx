"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { TaskSummary } from "#lib/tasks/schemas.ts";
import { DueOn, PriorityLabel, StatusBadge } from "./task-badges.tsx";

type TaskTableProps = { tasks: TaskSummary[]; tasksHref: string; empty: ReactNode; footer?: ReactNode };

export function TaskTable({ tasks, tasksHref, empty, footer }: TaskTableProps) {
  const t = useTranslations("tasks");
  const columns: DataTableColumn<TaskSummary>[] = [
    {
      id: "number",
      header: t("columns.number"),
      className: "max-sm:hidden",
      cell: ({ number }) => <span className="font-mono text-ink-muted text-sm">{number}</span>,
    },
    { id: "title", header: t("columns.title"), primary: true, wrap: true, cell: (task) => <TitleCell task={task} /> },
    { id: "status", header: t("columns.status"), cell: ({ status }) => <StatusBadge status={status} /> },
    { id: "priority", header: t("columns.priority"), cell: ({ priority }) => <PriorityLabel priority={priority} /> },
    {
      id: "assignee",
      header: t("columns.assignee"),
      cell: ({ assignee }) => assignee?.name ?? <span className="text-ink-muted">{t("unassigned")}</span>,
    },
    { id: "due", header: t("columns.due"), cell: ({ dueOn, status }) => <DueOn dueOn={dueOn} status={status} /> },
    {
      id: "updated",
      header: t("columns.updated"),
      className: "max-sm:hidden",
      cell: ({ updatedAt }) => <RelativeTime at={updatedAt} className="text-ink-muted" />,
    },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={tasks}
      rowId={({ id }) => id}
      rowHref={({ number }) => `${tasksHref}/${number}`}
      empty={empty}
      footer={footer}
    />
  );
}

function TitleCell({ task: { number, title, labels } }: { task: TaskSummary }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="basis-full font-mono font-normal text-ink-muted text-sm sm:hidden">{number}</span>
      {title}
      {labels.map((label) => (
        <Badge key={label} className="font-normal">
          {label}
        </Badge>
      ))}
    </span>
  );
}
