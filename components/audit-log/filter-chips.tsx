"use client";

import { Eye, EyeOff, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { asRoute } from "#components/ui/route.ts";
import { parseQueryText, withoutTerm } from "#lib/audit-query/index.ts";
import { useClock } from "./clock.tsx";
import { type AuditQuery, changedQuery, hasFilters, writeQuery } from "./query.ts";

type FilterChipsProps = { path: string; query: AuditQuery };

/** What narrows the list, each removable; and that browser reads are left out, which must never be silent. */
export function FilterChips({ path, query }: FilterChipsProps) {
  const t = useTranslations("auditLog.chips");
  const clock = useClock();
  const hrefOf = (change: Partial<AuditQuery>) => path + writeQuery(changedQuery(query, change));
  const hasMoments = query.from !== null || query.to !== null;
  return (
    <ul className="flex min-w-0 flex-wrap items-center gap-2" aria-label={t("label")}>
      {parseQueryText(query.q).terms.map((term) => {
        const text = query.q.slice(term.from, term.to);
        return (
          <Chip
            key={term.from}
            href={hrefOf({ q: withoutTerm(query.q, term) })}
            action={t("removeFilter", { name: text })}
          >
            <code className="font-mono text-sm">{text}</code>
          </Chip>
        );
      })}
      {hasMoments && (
        <Chip href={hrefOf({ from: null, to: null })} action={t("removeFilter", { name: t("time") })}>
          {query.from && (
            <>
              {t("from")} <strong className="font-medium">{clock.dateTime(query.from)}</strong>
            </>
          )}{" "}
          {query.to && (
            <>
              {t("to")} <strong className="font-medium">{clock.dateTime(query.to)}</strong>
            </>
          )}
        </Chip>
      )}
      <li>
        <Link
          href={asRoute(hrefOf({ browserReads: !query.browserReads }))}
          scroll={false}
          prefetch={false}
          className={cn(chip, "hover:bg-hover hover:text-ink")}
        >
          {query.browserReads ? <Eye aria-hidden className="size-3.5" /> : <EyeOff aria-hidden className="size-3.5" />}
          {t(query.browserReads ? "readsShown" : "readsHidden")}
          <span className="text-accent-ink underline decoration-accent-line underline-offset-3">
            {t(query.browserReads ? "hideReads" : "showReads")}
          </span>
        </Link>
      </li>
      {hasFilters(query) && (
        <li>
          <Link
            href={asRoute(path)}
            prefetch={false}
            className="rounded-sm px-1 text-accent-ink text-sm hover:underline"
          >
            {t("clear")}
          </Link>
        </li>
      )}
    </ul>
  );
}

const chip =
  "inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 text-ink-muted text-sm transition-colors max-sm:min-h-9";

function Chip({ href, action, children }: { href: string; action: string; children: ReactNode }) {
  return (
    <li className="min-w-0">
      <span className={cn(chip, "border-accent-line bg-accent-soft pr-1 text-ink")}>
        <span className="min-w-0 truncate">{children}</span>
        <Link
          href={asRoute(href)}
          scroll={false}
          prefetch={false}
          aria-label={action}
          className="grid size-5 shrink-0 place-items-center rounded-full text-ink-muted hover:bg-hover hover:text-ink max-sm:size-7"
        >
          <X aria-hidden className="size-3.5" />
        </Link>
      </span>
    </li>
  );
}
