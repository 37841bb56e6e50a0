"use client";

import { History, ScrollText, SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { asRoute } from "#components/ui/route.ts";
import { useClock } from "./clock.tsx";
import { type AuditQuery, changedQuery, hasFilters, writeQuery } from "./query.ts";

const ALL_TIME = { range: "all", from: null, to: null } as const;

type AuditEmptyProps = {
  path: string;
  query: AuditQuery;
  /** Nothing was ever recorded where the query looks. */
  isUnused: boolean;
  /** The moment of the log's first event; null where it has none. */
  oldestAt: string | null;
  /** Null for who may not create keys. */
  createKeyHref: string | null;
};

/** Why there is nothing: nothing at all yet, nothing as old as that, or nothing that matches. */
export function AuditEmpty({ path, query, isUnused, oldestAt, createKeyHref }: AuditEmptyProps) {
  const t = useTranslations("auditLog.empty");
  const { dateTime } = useClock();
  if (isUnused || oldestAt === null) {
    return (
      <EmptyState
        icon={<ScrollText />}
        title={t("nothing.title")}
        description={t("nothing.description")}
        actions={
          createKeyHref && (
            <Link href={asRoute(createKeyHref)} className={buttonClass({ variant: "primary" })}>
              {t("nothing.createKey")}
            </Link>
          )
        }
      />
    );
  }
  if (query.to !== null && Date.parse(query.to) <= Date.parse(oldestAt)) {
    return (
      <EmptyState
        icon={<History />}
        title={t("before.title")}
        description={t("before.description", { from: dateTime(oldestAt) })}
        actions={
          <Link href={asRoute(path + writeQuery(changedQuery(query, ALL_TIME)))} className={buttonClass()}>
            {t("before.all")}
          </Link>
        }
      />
    );
  }
  const isFiltered = hasFilters(query) || query.from !== null || query.to !== null;
  const widened = changedQuery(query, { range: "30d", from: null, to: null });
  const isWide = query.from === null && query.to === null && (query.range === "30d" || query.range === "all");
  return (
    <EmptyState
      icon={<SearchX />}
      title={t(isFiltered ? "noMatch.title" : "quiet.title")}
      description={t(isFiltered ? "noMatch.description" : "quiet.description")}
      actions={
        <>
          {isFiltered && (
            <Link href={asRoute(path)} className={buttonClass()}>
              {t("noMatch.clear")}
            </Link>
          )}
          {!isWide && (
            <Link href={asRoute(path + writeQuery(widened))} className={buttonClass()}>
              {t("noMatch.widen")}
            </Link>
          )}
        </>
      }
    />
  );
}
