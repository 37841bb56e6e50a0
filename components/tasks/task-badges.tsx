import { ChevronDown, ChevronsUp, ChevronUp, Equal, Minus } from "lucide-react";
import { useNow, useTimeZone, useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/class-names.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { TaskPriority, TaskStatus } from "#lib/tasks/schemas.ts";

const STATUS_TONES = {
  todo: "neutral",
  in_progress: "info",
  in_review: "accent",
  done: "success",
  cancelled: "neutral",
} as const satisfies Record<TaskStatus, ComponentProps<typeof Badge>["tone"]>;

export function StatusBadge({ status }: { status: TaskStatus }) {
  const t = useTranslations("tasks.status");
  return (
    <Badge dot tone={STATUS_TONES[status]}>
      {t(status)}
    </Badge>
  );
}

const PRIORITIES = {
  none: { Icon: Minus, color: "text-ink-faint" },
  low: { Icon: ChevronDown, color: "text-ink-muted" },
  medium: { Icon: Equal, color: "text-ink-muted" },
  high: { Icon: ChevronUp, color: "text-warning-ink" },
  urgent: { Icon: ChevronsUp, color: "text-danger-ink" },
} as const satisfies Record<TaskPriority, unknown>;

export function PriorityLabel({ priority }: { priority: TaskPriority }) {
  const t = useTranslations("tasks.priority");
  const { Icon, color } = PRIORITIES[priority];
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", priority === "none" && "text-ink-muted")}>
      <Icon aria-hidden className={cn("size-4 shrink-0", color)} />
      {t(priority)}
    </span>
  );
}

/** A due date; one that is past is marked while the task is open. */
export function DueOn({ dueOn, status }: { dueOn: string | null; status: TaskStatus }) {
  const t = useTranslations("tasks");
  const format = useFormatters();
  const isLate = useIsPast(dueOn) && status !== "done" && status !== "cancelled";
  if (dueOn === null) return <span className="text-ink-muted">{t("noDueDate")}</span>;
  return (
    <span className={cn("inline-flex flex-wrap gap-x-1 whitespace-nowrap", isLate && "font-medium text-danger-ink")}>
      <span>{format.date(dueOn, { dateStyle: "medium", timeZone: "UTC" })}</span>
      {isLate && <span>({t("overdue")})</span>}
    </span>
  );
}

/** Whether the day is over where the reader is. */
function useIsPast(day: string | null): boolean {
  const now = useNow();
  const timeZone = useTimeZone() ?? "UTC";
  // Swedish dates are ISO dates.
  return day !== null && day < new Intl.DateTimeFormat("sv-SE", { timeZone }).format(now);
}
