import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { AllOfMenu } from "#components/api-keys/all-of-dialog.tsx";
import { ApiKeyFilters } from "#components/api-keys/api-key-filters.tsx";
import { ApiKeysTable } from "#components/api-keys/api-keys-table.tsx";
import { CreateApiKeyDialog } from "#components/api-keys/create-api-key-dialog.tsx";
import { DEFAULT_ORDER, readOrder } from "#components/api-keys/orders.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { asRoute } from "#components/ui/route.ts";
import { config } from "#lib/env/index.ts";
import { workspacePage } from "#lib/session/index.ts";

import { createApiKeyAction, loadOffersAction, loadOwnersAction, loadProjectsAction } from "../actions.ts";
import {
  auditLogPath,
  exportPath,
  filterOf,
  keysPath,
  type ListParams,
  loadListParams,
  pausedPath,
  publicApiPath,
} from "../params.ts";
import { changeSeveralAction, previewSeveralAction, rememberColumnsAction } from "./actions.ts";
import { KeysEmpty } from "./keys-empty.tsx";
import { chosenColumns, loadLike, loadList, pageLinks } from "./load.ts";
import { OverdueBanner } from "./overdue-banner.tsx";

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apiKeys");
  return { title: t("title") };
}

export default async function PublicApiPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, wanted, t, help] = await Promise.all([
    params,
    loadListParams(searchParams),
    getTranslations("apiKeys"),
    getTranslations("help.keys"),
  ]);
  const { ctx, environment, person } = await workspacePage(slug);
  const [result, columns, like] = await Promise.all([
    loadList(ctx, wanted),
    chosenColumns(wanted),
    loadLike(ctx, wanted),
  ]);
  if (result === null) {
    return (
      <>
        <PageHeader title={t("title")} description={t("description")} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const path = publicApiPath(slug);
  const canManage = ctx.actor.permissions.has("api_keys:manage");
  const several = canManage
    ? { preview: previewSeveralAction.bind(null, slug), change: changeSeveralAction.bind(null, slug) }
    : null;
  const isFiltered = hasFilter(wanted);
  const links = pageLinks(slug, wanted, result);
  const order = readOrder(wanted.sort);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <Link href={asRoute(`/w/${slug}/help/keys`)} className={buttonClass({ variant: "ghost" })}>
              {help("link")}
            </Link>
            {several && (
              <>
                <AllOfMenu owners={result.owners} actions={several} />
                <CreateApiKeyDialog
                  action={createApiKeyAction.bind(null, slug)}
                  endpoint={new URL("/mcp", config().publicUrl).href}
                  keysHref={keysPath(slug)}
                  setting={{
                    environment,
                    like,
                    person: { id: person.id, name: person.name, email: person.email },
                    ownAddress: ctx.source.ip,
                    loadOwners: loadOwnersAction.bind(null, slug),
                    loadProjects: loadProjectsAction.bind(null, slug),
                    loadOffers: loadOffersAction.bind(null, slug),
                  }}
                  isInitiallyOpen={wanted.create}
                />
              </>
            )}
          </>
        }
      />
      <OverdueBanner ctx={ctx} slug={slug} />
      {!canManage && <p className="mb-4 text-ink-muted">{t("readOnly")}</p>}
      {(isFiltered || result.items.length > 0) && (
        <ApiKeyFilters path={path} values={fieldsOf(wanted)} owners={result.owners} />
      )}
      <ApiKeysTable
        apiKeys={result.items}
        total={result.total}
        columns={columns}
        order={{ column: order.sort, direction: order.direction }}
        rememberColumns={rememberColumnsAction}
        filter={filterOf(wanted)}
        exportHref={exportPath(slug, wanted)}
        several={several}
        keysHref={keysPath(slug)}
        auditLogHref={auditLogPath(slug)}
        pausedHref={pausedPath(slug)}
        canManage={canManage}
        empty={<KeysEmpty path={path} params={wanted} isFiltered={isFiltered} canManage={canManage} />}
        footer={
          (links.newerHref || links.olderHref) && <Pagination {...links} isByTime={wanted.sort === DEFAULT_ORDER} />
        }
      />
    </>
  );
}

function hasFilter({ q, status, environment, client, owner, rotation, used, after, before }: ListParams): boolean {
  return (
    q !== "" || status !== "live" || [environment, client, owner, rotation, used, after, before].some((one) => one)
  );
}

function fieldsOf({ q, status, environment, client, owner, rotation, used, sort }: ListParams) {
  return {
    q,
    status: status === "live" ? "" : status,
    environment: environment ?? "",
    client: client ?? "",
    owner: owner ?? "",
    rotation: rotation ?? "",
    used: used ?? "",
    sort: sort === DEFAULT_ORDER ? "" : sort,
  };
}
