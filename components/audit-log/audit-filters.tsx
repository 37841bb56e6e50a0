"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterForm } from "#components/form/filter-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/select.tsx";
import { AUDIT_RANGES } from "#lib/audit-log/schemas.ts";
import { type KnownValues, parseQueryText } from "#lib/audit-query/index.ts";
import { useClock } from "./clock.tsx";
import { type AuditQuery, DEFAULT_RANGE } from "./query.ts";
import { QueryProblems } from "./query-problems.tsx";
import { SearchBox } from "./search-box.tsx";

const PROBLEMS_ID = "audit-query-problems";

type AuditFiltersProps = { path: string; query: AuditQuery; known: KnownValues; helpHref: string };

/** The search box and the time range, as a form whose fields are the address. */
export function AuditFilters({ path, query, known, helpHref }: AuditFiltersProps) {
  const t = useTranslations("auditLog");
  const { clock, timeZone } = useClock();
  const isAbsolute = query.from !== null || query.to !== null;
  const range = isAbsolute ? "custom" : query.range === DEFAULT_RANGE ? "" : query.range;
  const { problems } = parseQueryText(query.q);
  return (
    <FilterForm path={path} values={{ q: query.q, range }} label={t("filter.label")} className="flex flex-col gap-2">
      {query.browserReads && <input type="hidden" name="reads" value="shown" />}
      {isAbsolute && <AbsoluteRange query={query} />}
      <div className="flex flex-wrap gap-2">
        <div className="flex min-w-0 flex-1 basis-72 gap-2 max-sm:basis-full">
          <SearchBox
            name="q"
            value={query.q}
            known={known}
            describedBy={problems.length > 0 ? PROBLEMS_ID : undefined}
            isInvalid={problems.length > 0}
          />
          <Button type="submit" size="icon" aria-label={t("filter.submit")} className="size-9 max-sm:size-10">
            <Search aria-hidden />
          </Button>
        </div>
        <Select
          name="range"
          defaultValue={range}
          aria-label={t("filter.range")}
          aria-keyshortcuts="t"
          data-audit-range
          className="w-44 max-sm:w-full"
        >
          {isAbsolute && <option value="custom">{t("range.custom")}</option>}
          {AUDIT_RANGES.map((known) => (
            <option key={known} value={known === DEFAULT_RANGE && !isAbsolute ? "" : known}>
              {t(`range.${known}`)}
            </option>
          ))}
        </Select>
      </div>
      {problems.length > 0 && <QueryProblems id={PROBLEMS_ID} query={query.q} problems={problems} />}
      <p className="text-ink-muted text-sm">
        {t.rich("filter.hint", {
          code: (text) => <code className="whitespace-nowrap font-mono">{text}</code>,
          link: (text) => (
            <a
              href={helpHref}
              className="rounded-sm text-accent-ink underline decoration-accent-line underline-offset-3"
            >
              {text}
            </a>
          ),
        })}
        {clock === "local" && timeZone !== "UTC" && ` · ${t("filter.utcDays")}`}
      </p>
    </FilterForm>
  );
}

/** Chosen moments stay until a range of the menu takes their place: one that the address names wins. */
function AbsoluteRange({ query }: { query: AuditQuery }) {
  return (
    <>
      {query.from && <input type="hidden" name="from" value={query.from} />}
      {query.to && <input type="hidden" name="to" value={query.to} />}
    </>
  );
}
