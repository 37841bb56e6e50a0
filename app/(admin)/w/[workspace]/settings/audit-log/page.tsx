import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AuditEmpty } from "#components/audit-log/audit-empty.tsx";
import { AuditFilters } from "#components/audit-log/audit-filters.tsx";
import { AuditLogScreen } from "#components/audit-log/audit-log-screen.tsx";
import { ClockProvider, ClockSwitch } from "#components/audit-log/clock.tsx";
import { CLOCK_COOKIE } from "#components/audit-log/clock-cookie.ts";
import { CustomRange } from "#components/audit-log/custom-range.tsx";
import { FilterChips } from "#components/audit-log/filter-chips.tsx";
import { changedQuery, hasFilters, parseQuery, writeQuery } from "#components/audit-log/query.ts";
import { Shortcuts } from "#components/audit-log/shortcuts.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listAuditFacets } from "#lib/audit-log/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { hasAnyEvent, loadEvents, loadLinkedEvent } from "./load.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auditLog");
  return { title: t("title") };
}

export default async function AuditLogPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, search, t, jar] = await Promise.all([
    params,
    searchParams,
    getTranslations("auditLog"),
    cookies(),
  ]);
  const { ctx } = await workspacePage(slug);
  const query = parseQuery(search);
  const page = await loadEvents(ctx, query);
  if (page === null) {
    return (
      <>
        <PageHeader title={t("title")} description={t("description")} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const path = `/w/${slug}/settings/audit-log`;
  const settings = `/w/${slug}/settings/integrations/public-api`;
  const openId = typeof search.event === "string" ? search.event : null;
  const isOnPage = openId === null || page.items.some(({ id }) => id === openId);
  const isQuiet = page.items.length === 0 && !hasFilters(query);
  const [facets, linkedEvent, hasAny] = await Promise.all([
    readIfPermitted(listAuditFacets, ctx, {}),
    isOnPage || openId === null ? null : loadLinkedEvent(ctx, openId),
    isQuiet ? hasAnyEvent(ctx) : true,
  ]);
  const hrefOf = (cursor: string | null) => cursor && path + writeQuery(changedQuery(query, { cursor }));
  const known = { tools: facets?.values.tool ?? [], keys: facets?.values.key ?? [] };
  return (
    <ClockProvider initial={jar.get(CLOCK_COOKIE)?.value === "utc" ? "utc" : "local"}>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <Shortcuts />
            <ClockSwitch />
            <CustomRange path={path} query={query} />
          </>
        }
      />
      <div className="mb-4 flex flex-col gap-3">
        <AuditFilters path={path} query={query} facets={known} />
        <FilterChips path={path} query={query} />
      </div>
      <AuditLogScreen
        events={page.items}
        linkedEvent={linkedEvent}
        path={path}
        query={writeQuery(query)}
        newerHref={hrefOf(page.previousCursor)}
        olderHref={hrefOf(page.nextCursor)}
        keysHref={`${settings}/keys`}
        empty={
          <AuditEmpty
            path={path}
            query={query}
            hasAny={hasAny}
            createKeyHref={ctx.actor.permissions.has("api_keys:manage") ? `${settings}?create=true` : null}
          />
        }
      />
    </ClockProvider>
  );
}
