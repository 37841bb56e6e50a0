"use client";

import { ScrollText, SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { asRoute } from "#components/ui/route.ts";
import { type AuditQuery, changedQuery, hasFilters, writeQuery } from "./query.ts";

type AuditEmptyProps = {
  path: string;
  query: AuditQuery;
  /** Whether the log has events outside of what was asked for. */
  hasAny: boolean;
  /** Null for who may not create keys. */
  createKeyHref: string | null;
};

/** Why there is nothing: nothing at all yet, or nothing that matches. */
export function AuditEmpty({ path, query, hasAny, createKeyHref }: AuditEmptyProps) {
  const t = useTranslations("auditLog.empty");
  if (!hasAny) {
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
