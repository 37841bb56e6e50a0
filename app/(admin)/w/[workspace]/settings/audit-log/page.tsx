import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { EvidenceBadge } from "#components/audit-evidence/evidence-badge.tsx";
import { ExportLink } from "#components/audit-export/export-link.tsx";
import { AuditEmpty } from "#components/audit-log/audit-empty.tsx";
import { AuditFilters } from "#components/audit-log/audit-filters.tsx";
import { AuditLogScreen } from "#components/audit-log/audit-log-screen.tsx";
import { AuditLogTabs } from "#components/audit-log/audit-log-tabs.tsx";
import { ClockProvider, ClockSwitch } from "#components/audit-log/clock.tsx";
import { CLOCK_COOKIE } from "#components/audit-log/clock-cookie.ts";
import { EVENT_COLUMNS_COOKIE, parseEventColumns } from "#components/audit-log/columns.ts";
import { CustomRange } from "#components/audit-log/custom-range.tsx";
import { FacetMenu } from "#components/audit-log/facet-menu.tsx";
import { FilterChips } from "#components/audit-log/filter-chips.tsx";
import { Histogram } from "#components/audit-log/histogram.tsx";
import { changedQuery, parseQuery, writeQuery } from "#components/audit-log/query.ts";
import { SavedViews } from "#components/audit-log/saved-views.tsx";
import { SealsProvider } from "#components/audit-log/seals.tsx";
import { Shortcuts } from "#components/audit-log/shortcuts.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getEvidence } from "#lib/audit-evidence/index.ts";
import { listAuditFacets } from "#lib/audit-log/index.ts";
import { parseQueryText } from "#lib/audit-query/index.ts";
import { listAuditViews } from "#lib/audit-views/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { undoPath } from "../../undo/params.ts";
import { createViewAction, deleteViewAction, renameViewAction, replaceViewAction } from "./actions.ts";
import { findRelatedAction, listSealsAction } from "./event-actions.ts";
import { loadLinkedEvent, loadResult, loadSeals } from "./load.ts";

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
  const header = { title: t("title"), description: t("description") };
  const [known, evidence] = await Promise.all([
    readIfPermitted(listAuditFacets, ctx, {}),
    readIfPermitted(getEvidence, ctx, {}),
  ]);
  if (known === null) {
    return (
      <>
        <PageHeader {...header} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const query = parseQuery(search);
  const openId = typeof search.event === "string" ? search.event : null;
  const [{ page, summary }, views] = await Promise.all([
    loadResult(ctx, query),
    readIfPermitted(listAuditViews, ctx, {}),
  ]);
  const isOnPage = openId === null || page.items.some(({ id }) => id === openId);
  const linkedEvent = isOnPage ? null : await loadLinkedEvent(ctx, openId);
  const seals = await loadSeals(ctx, linkedEvent === null ? page.items : [...page.items, linkedEvent]);
  const path = `/w/${slug}/settings/audit-log`;
  const settings = `/w/${slug}/settings/integrations/public-api`;
  const hrefOf = (cursor: string | null) => cursor && path + writeQuery(changedQuery(query, { cursor }));
  const found = writeQuery(changedQuery(query, {}));
  const createKeyHref = ctx.actor.permissions.has("api_keys:manage") ? `${settings}?create=true` : null;
  return (
    <ClockProvider initial={jar.get(CLOCK_COOKIE)?.value === "utc" ? "utc" : "local"}>
      <PageHeader
        {...header}
        meta={evidence && <EvidenceBadge streams={evidence.streams} href={`${path}/evidence`} />}
        actions={
          <>
            <SavedViews
              path={path}
              query={query}
              views={views?.items ?? []}
              mayShare={ctx.actor.permissions.has("audit_views:share")}
              maySave={parseQueryText(query.q).problems.length === 0}
              actions={{
                create: createViewAction.bind(null, slug),
                rename: renameViewAction.bind(null, slug),
                replace: replaceViewAction.bind(null, slug),
                remove: deleteViewAction.bind(null, slug),
              }}
            />
            <ExportLink href={`${path}/export${found}`} />
          </>
        }
      />
      <AuditLogTabs path={path} current="events" query={found} />
      <div className="mb-4 flex flex-col gap-3">
        <AuditFilters path={path} query={query} known={known.values} helpHref={`/w/${slug}/help/audit-search`} />
        <div className="flex flex-wrap items-center gap-2">
          {summary && <FacetMenu path={path} query={query} facets={summary.facets} isCapped={summary.isCapped} />}
          <CustomRange path={path} query={query} />
          <FilterChips path={path} query={query} />
          <div className="ml-auto flex items-center gap-2">
            <Shortcuts />
            <ClockSwitch />
          </div>
        </div>
      </div>
      {summary?.histogram && (
        <Histogram
          path={path}
          query={query}
          data={summary.histogram}
          count={summary.count}
          isCapped={summary.isCapped}
        />
      )}
      <SealsProvider known={seals} ask={listSealsAction.bind(null, slug)}>
        <AuditLogScreen
          events={page.items}
          liveHref={
            summary !== null && query.cursor === null && query.to === null ? `${path}/live${writeQuery(query)}` : null
          }
          linkedEvent={linkedEvent}
          initialColumns={parseEventColumns(jar.get(EVENT_COLUMNS_COOKIE)?.value)}
          path={path}
          query={writeQuery(query)}
          newerHref={hrefOf(page.previousCursor)}
          olderHref={hrefOf(page.nextCursor)}
          keysHref={`${settings}/keys`}
          undoHref={ctx.actor.permissions.has("changes:revert") ? undoPath(slug) : null}
          findRelated={findRelatedAction.bind(null, slug)}
          empty={
            summary ? (
              <AuditEmpty
                path={path}
                query={query}
                isUnused={summary.isUnused}
                oldestAt={summary.oldestAt}
                createKeyHref={createKeyHref}
              />
            ) : (
              <EmptyState
                icon={<SearchX />}
                title={t("empty.notUnderstood.title")}
                description={t("empty.notUnderstood.description")}
              />
            )
          }
        />
      </SealsProvider>
    </ClockProvider>
  );
}
