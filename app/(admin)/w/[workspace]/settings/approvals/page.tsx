import { UserCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { ApprovalsTable } from "#components/approvals/approvals-table.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { asRoute } from "#components/ui/route.ts";
import { listApprovals } from "#lib/approvals/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { currentCursor, pageLinks } from "../../projects/trail.ts";
import { APPROVAL_FILTERS, approvalsPath, loadApprovalsParams, serializeApprovals } from "./params.ts";

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("approvals");
  return { title: t("title") };
}

export default async function ApprovalsPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, { state, page }, t] = await Promise.all([
    params,
    loadApprovalsParams(searchParams),
    getTranslations("approvals"),
  ]);
  const { ctx } = await workspacePage(slug);
  const filter = state === "all" ? {} : { state };
  const result = await readIfPermitted(listApprovals, ctx, { ...filter, ...currentCursor(page) });
  const header = <PageHeader title={t("title")} description={t("description")} />;
  if (result === null) {
    return (
      <>
        {header}
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const path = approvalsPath(slug);
  const links = pageLinks(page, result.nextCursor, (trail) => serializeApprovals(path, { state, page: trail }));
  const choices = APPROVAL_FILTERS.map((choice) => ({
    href: serializeApprovals(path, { state: choice }),
    label: choice === "all" ? t("all") : t(`state.${choice}`),
    current: choice === state,
  }));
  return (
    <>
      {header}
      <LinkTabs label={t("filter")} items={choices} className="mb-5" />
      <ApprovalsTable
        approvals={result.items}
        path={`/w/${slug}/approvals`}
        empty={
          state === "pending" ? (
            <EmptyState icon={<UserCheck />} title={t("empty.title")} description={t("empty.description")} />
          ) : (
            <EmptyState
              title={t("noMatch.title")}
              actions={
                state !== "all" && (
                  <Link href={asRoute(serializeApprovals(path, { state: "all" }))} className={buttonClass()}>
                    {t("noMatch.action")}
                  </Link>
                )
              }
            />
          )
        }
        footer={(links.newerHref || links.olderHref) && <Pagination {...links} />}
      />
    </>
  );
}
