"use client";

import { Check, ListFilter } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { asRoute } from "#components/ui/route.ts";
import { FACET_FIELDS, type FacetField } from "#lib/audit-log/schemas.ts";
import { findTerm, withoutTerm, withTerm } from "#lib/audit-query/index.ts";
import { useClock } from "./clock.tsx";
import { type AuditQuery, changedQuery, writeQuery } from "./query.ts";

const SHOWN_VALUES = 8;

export type Facets = Readonly<Record<FacetField, { value: string; count: number }[]>>;

type FacetMenuProps = { path: string; query: AuditQuery; facets: Facets; isCapped: boolean };

/** What the present result is made of, each value a filter to add or to take back. */
export function FacetMenu({ path, query, facets, isCapped }: FacetMenuProps) {
  const t = useTranslations("auditLog");
  const fields = FACET_FIELDS.filter((field) => facets[field].length > 0);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button aria-keyshortcuts="f" data-audit-facets>
          <ListFilter aria-hidden />
          {t("facets.open")}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="start"
        aria-label={t("facets.open")}
        className="grid w-[40rem] gap-x-6 gap-y-4 sm:grid-cols-2"
      >
        {isCapped && <p className="text-ink-muted text-sm sm:col-span-2">{t("facets.capped")}</p>}
        {fields.length === 0 && <p className="text-ink-muted text-sm sm:col-span-2">{t("facets.nothing")}</p>}
        {fields.map((field) => (
          <section key={field} className="min-w-0">
            <h3 className="mb-1 font-medium text-ink-muted text-sm">{t(`facets.field.${field}`)}</h3>
            <ul>
              {facets[field].slice(0, SHOWN_VALUES).map(({ value, count }) => (
                <li key={value}>
                  <FacetValue path={path} query={query} field={field} value={value} count={count} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </PopoverContent>
    </Popover>
  );
}

type FacetValueProps = { path: string; query: AuditQuery; field: FacetField; value: string; count: number };

function FacetValue({ path, query, field, value, count }: FacetValueProps) {
  const t = useTranslations("auditLog.facets");
  const { number } = useClock();
  const term = findTerm(query.q, field, value);
  const q = term === null ? withTerm(query.q, field, value) : withoutTerm(query.q, term);
  return (
    <Link
      href={asRoute(path + writeQuery(changedQuery(query, { q })))}
      scroll={false}
      prefetch={false}
      className="flex min-h-7 items-center justify-between gap-3 rounded-md px-1.5 text-sm hover:bg-hover max-sm:min-h-9"
    >
      <span className="flex min-w-0 items-center gap-1.5">
        <Check aria-hidden className={cn("size-3.5 shrink-0 text-accent-ink", term === null && "invisible")} />
        <span className="truncate font-mono">{value}</span>
        {term !== null && <span className="sr-only">{t("active")}</span>}
      </span>
      <span className="text-ink-muted tabular-nums">{number(count)}</span>
    </Link>
  );
}
