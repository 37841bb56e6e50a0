import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DueOn, PriorityLabel, StatusBadge } from "#components/tasks/task-badges.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card, CardBody } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { Task } from "#lib/tasks/index.ts";

/** Everything about a task but its text. */
export function TaskDetails({ task, projectHref }: { task: Task; projectHref: string }) {
  const t = useTranslations("tasks");
  const { status, priority, assignee, dueOn, labels } = task;
  return (
    <Card>
      <CardBody>
        <h2 className="mb-3 font-semibold text-ink">{t("details")}</h2>
        <dl className="flex flex-col gap-3">
          <Detail label={t("fields.status")}>
            <StatusBadge status={status} />
          </Detail>
          <Detail label={t("fields.priority")}>
            <PriorityLabel priority={priority} />
          </Detail>
          <Detail label={t("fields.assignee")}>
            {assignee?.name ?? <span className="text-ink-muted">{t("unassigned")}</span>}
          </Detail>
          <Detail label={t("fields.dueOn")}>
            <DueOn dueOn={dueOn} status={status} />
          </Detail>
          <Detail label={t("fields.labels")}>
            <Labels labels={labels} />
          </Detail>
          <Detail label={t("project")}>
            <Link href={asRoute(projectHref)} className="rounded-sm text-accent-ink hover:underline">
              {task.project.name}
            </Link>
          </Detail>
          <Detail label={t("createdAt")}>
            <RelativeTime at={task.createdAt} />
          </Detail>
          <Detail label={t("updatedAt")}>
            <RelativeTime at={task.updatedAt} />
          </Detail>
          {task.completedAt && (
            <Detail label={t("completedAt")}>
              <RelativeTime at={task.completedAt} />
            </Detail>
          )}
        </dl>
      </CardBody>
    </Card>
  );
}

function Labels({ labels }: { labels: readonly string[] }) {
  const t = useTranslations("tasks");
  if (labels.length === 0) return <span className="text-ink-muted">{t("noLabels")}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {labels.map((label) => (
        <Badge key={label} className="font-normal">
          {label}
        </Badge>
      ))}
    </span>
  );
}

function Detail({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid min-h-6 grid-cols-[7rem_minmax(0,1fr)] items-center gap-x-3">
      <dt className="text-ink-muted text-sm">{label}</dt>
      <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
