import { ListChecks, SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { asRoute } from "#components/ui/route.ts";
import { type StatusFilter, serializeTaskList } from "./task-list-params.ts";

type TasksEmptyProps = { path: string; status: StatusFilter; query: string; hasTasks: boolean; create: ReactNode };

/** Three different reasons for an empty list, each with its own way on. */
export function TasksEmpty({ path, status, query, hasTasks, create }: TasksEmptyProps) {
  const t = useTranslations("tasks");
  if (!hasTasks) {
    return (
      <EmptyState
        icon={<ListChecks />}
        title={t("empty.title")}
        description={t("empty.description")}
        actions={create}
      />
    );
  }
  if (status === "open" && query === "") {
    return (
      <EmptyState
        icon={<ListChecks />}
        title={t("empty.noOpenTitle")}
        description={t("empty.noOpenDescription")}
        actions={
          <Link href={asRoute(serializeTaskList(path, { status: "all" }))} className={buttonClass()}>
            {t("empty.showAll")}
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<SearchX />}
      title={t("empty.noMatchTitle")}
      description={t("empty.noMatchDescription")}
      actions={
        <Link href={asRoute(path)} className={buttonClass()}>
          {t("filter.clear")}
        </Link>
      }
    />
  );
}
