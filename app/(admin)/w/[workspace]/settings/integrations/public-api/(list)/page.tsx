import { KeyRound, SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { ApiKeyFilters } from "#components/api-keys/api-key-filters.tsx";
import { ApiKeysTable } from "#components/api-keys/api-keys-table.tsx";
import { CreateApiKeyDialog } from "#components/api-keys/create-api-key-dialog.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { asRoute } from "#components/ui/route.ts";
import { listApiKeys } from "#lib/api-keys/index.ts";
import { config } from "#lib/env/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { currentCursor, pageLinks } from "../../../../projects/trail.ts";
import { createApiKeyAction, loadBudgetsAction, loadOwnersAction, loadProjectsAction } from "../actions.ts";
import { auditLogPath, keysPath, loadListParams, publicApiPath, serializeList } from "../params.ts";

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apiKeys");
  return { title: t("title") };
}

export default async function PublicApiPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, filter, t] = await Promise.all([
    params,
    loadListParams(searchParams),
    getTranslations("apiKeys"),
  ]);
  const { ctx, environment, person } = await workspacePage(slug);
  const { q, status, page } = filter;
  const path = publicApiPath(slug);
  const input = { status, query: q.slice(0, 80), ...(filter.environment && { environment: filter.environment }) };
  const result = await readIfPermitted(listApiKeys, ctx, { ...input, ...currentCursor(page) }).catch(
    (error: unknown) => {
      // A cursor that somebody cut short: the first page is the best answer.
      if (isAppError(error) && error.code === "validation") return readIfPermitted(listApiKeys, ctx, input);
      throw error;
    },
  );
  if (result === null) {
    return (
      <>
        <PageHeader title={t("title")} description={t("description")} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const canManage = ctx.actor.permissions.has("api_keys:manage");
  const isFiltered = q !== "" || status !== "live" || filter.environment !== null || page.length > 0;
  const links = pageLinks(page, result.nextCursor, (trail) =>
    serializeList(path, { ...filter, page: trail, create: null }),
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          canManage && (
            <CreateApiKeyDialog
              action={createApiKeyAction.bind(null, slug)}
              endpoint={new URL("/mcp", config().publicUrl).href}
              keysHref={keysPath(slug)}
              setting={{
                environment,
                person: { id: person.id, name: person.name, email: person.email },
                ownAddress: ctx.source.ip,
                loadOwners: loadOwnersAction.bind(null, slug),
                loadProjects: loadProjectsAction.bind(null, slug),
                loadBudgets: loadBudgetsAction.bind(null, slug),
              }}
              isInitiallyOpen={filter.create}
            />
          )
        }
      />
      {(isFiltered || result.items.length > 0) && (
        <ApiKeyFilters
          path={path}
          values={{ q, status: status === "live" ? "" : status, environment: filter.environment ?? "" }}
        />
      )}
      <ApiKeysTable
        apiKeys={result.items}
        keysHref={keysPath(slug)}
        auditLogHref={auditLogPath(slug)}
        canManage={canManage}
        empty={
          isFiltered ? (
            <EmptyState
              icon={<SearchX />}
              title={t("noMatch.title")}
              description={t("noMatch.description")}
              actions={
                <>
                  <Link href={asRoute(path)} className={buttonClass()}>
                    {t("noMatch.clear")}
                  </Link>
                  {status !== "all" && (
                    <Link
                      href={asRoute(serializeList(path, { ...filter, status: "all", page: null, create: null }))}
                      className={buttonClass()}
                    >
                      {t("noMatch.all")}
                    </Link>
                  )}
                </>
              }
            />
          ) : (
            <EmptyState
              icon={<KeyRound />}
              title={t("empty.title")}
              description={t(canManage ? "empty.description" : "empty.readOnly")}
              actions={
                <Link href={asRoute(`${path}?status=all`)} className={buttonClass({ variant: "ghost" })}>
                  {t("empty.all")}
                </Link>
              }
            />
          )
        }
        footer={(links.newerHref || links.olderHref) && <Pagination {...links} />}
      />
    </>
  );
}
