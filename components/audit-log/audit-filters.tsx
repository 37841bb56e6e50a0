"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FilterForm } from "#components/form/filter-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { AUDIT_STATUS_OPTIONS, CHANNEL_OPTIONS } from "#lib/audit-log/schemas.ts";
import { MAX_QUERY_LENGTH, parseQueryText } from "#lib/audit-query/index.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";
import { type AuditQuery, DEFAULT_RANGE, isKeyId, RANGES } from "./query.ts";
import { QueryProblems } from "./query-problems.tsx";

/** Names that occur in the log. */
export type AuditFacets = { tools: string[]; keys: string[] };

type AuditFiltersProps = { path: string; query: AuditQuery; facets: AuditFacets };

/** The filters as a form whose fields are the address. */
export function AuditFilters({ path, query, facets }: AuditFiltersProps) {
  const t = useTranslations("auditLog");
  const common = useTranslations("common.environments");
  const isAbsolute = query.from !== null || query.to !== null;
  const values = {
    q: query.q,
    tool: query.tool ?? "",
    key: query.key ?? "",
    status: query.status ?? "",
    channel: query.channel ?? "",
    environment: query.environment ?? "",
    range: isAbsolute ? "custom" : query.range === DEFAULT_RANGE ? "" : query.range,
  };
  const { problems } = parseQueryText(query.q);
  const tools = withChosen(facets.tools, query.tool);
  const isListed = query.key === null || facets.keys.includes(query.key);
  return (
    <FilterForm path={path} values={values} label={t("filter.label")} className="flex flex-wrap gap-2">
      {query.browserReads && <input type="hidden" name="reads" value="shown" />}
      {query.action && <input type="hidden" name="action" value={query.action} />}
      {isAbsolute && <AbsoluteRange query={query} />}
      <div className="flex min-w-0 basis-full gap-2 lg:max-w-72 lg:flex-1 lg:basis-48">
        <Input
          type="search"
          name="q"
          defaultValue={values.q}
          maxLength={MAX_QUERY_LENGTH}
          aria-label={t("filter.search")}
          placeholder={t("filter.placeholder")}
          aria-keyshortcuts="/"
          aria-invalid={problems.length > 0 || undefined}
          aria-describedby={problems.length > 0 ? "audit-query-problems" : undefined}
          data-audit-search
        />
        <Button type="submit" size="icon" aria-label={t("filter.submit")} className="size-9 max-sm:size-10">
          <Search aria-hidden />
        </Button>
      </div>
      <Choice name="range" label={t("filter.range")} value={values.range}>
        {isAbsolute && <option value="custom">{t("range.custom")}</option>}
        {RANGES.map((range) => (
          <option key={range} value={range === DEFAULT_RANGE && !isAbsolute ? "" : range}>
            {t(`range.${range}`)}
          </option>
        ))}
      </Choice>
      <Choice name="key" label={t("filter.key")} value={values.key}>
        <option value="">{t("filter.anyKey")}</option>
        {!isListed && <option value={query.key ?? ""}>{isKeyId(query.key) ? t("filter.thisKey") : query.key}</option>}
        {facets.keys.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice name="tool" label={t("filter.tool")} value={values.tool}>
        <option value="">{t("filter.anyTool")}</option>
        {tools.map((tool) => (
          <option key={tool} value={tool}>
            {tool}
          </option>
        ))}
      </Choice>
      <Choice name="status" label={t("filter.status")} value={values.status}>
        <option value="">{t("filter.anyStatus")}</option>
        {AUDIT_STATUS_OPTIONS.map((status) => (
          <option key={status} value={status}>
            {t(`status.${status}`)}
          </option>
        ))}
      </Choice>
      <Choice name="channel" label={t("filter.channel")} value={values.channel}>
        <option value="">{t("filter.anyChannel")}</option>
        {CHANNEL_OPTIONS.map((channel) => (
          <option key={channel} value={channel}>
            {t(`channel.${channel}`)}
          </option>
        ))}
      </Choice>
      <Choice name="environment" label={t("filter.environment")} value={values.environment}>
        <option value="">{t("filter.anyEnvironment")}</option>
        {ENVIRONMENTS.map((environment) => (
          <option key={environment} value={environment}>
            {common(environment)}
          </option>
        ))}
      </Choice>
      {problems.length > 0 && (
        <div className="basis-full">
          <QueryProblems id="audit-query-problems" query={query.q} problems={problems} />
        </div>
      )}
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

type ChoiceProps = { name: string; label: string; value: string; children: ReactNode };

function Choice({ name, label, value, children }: ChoiceProps) {
  return (
    <Select name={name} defaultValue={value} aria-label={label} className="max-w-52 max-sm:min-w-36 max-sm:flex-1">
      {children}
    </Select>
  );
}

function withChosen(tools: string[], chosen: string | null): string[] {
  return chosen === null || tools.includes(chosen) ? tools : [chosen, ...tools];
}
