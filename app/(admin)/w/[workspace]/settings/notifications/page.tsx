import { Mail } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { NoMailServer } from "#components/notifications/no-mail-server.tsx";
import { OutboxTable } from "#components/notifications/outbox-table.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { asRoute } from "#components/ui/route.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { listOutbox } from "#lib/notifications/index.ts";
import { MAIL_STATES } from "#lib/notifications/schemas.ts";
import { workspacePage } from "#lib/session/index.ts";
import { currentCursor, pageLinks } from "../../projects/trail.ts";
import { loadOutboxParams, outboxPath, serializeOutbox } from "./params.ts";

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("notifications.outbox");
  return { title: t("title") };
}

export default async function OutboxPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, { state, page }, t] = await Promise.all([
    params,
    loadOutboxParams(searchParams),
    getTranslations("notifications.outbox"),
  ]);
  const { ctx } = await workspacePage(slug);
  const result = await readIfPermitted(listOutbox, ctx, { ...(state && { state }), ...currentCursor(page) });
  const header = <PageHeader title={t("title")} description={t("description")} />;
  if (result === null) {
    return (
      <>
        {header}
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const path = outboxPath(slug);
  const links = pageLinks(page, result.nextCursor, (trail) => serializeOutbox(path, { state, page: trail }));
  const choices = [null, ...MAIL_STATES].map((choice) => ({
    href: serializeOutbox(path, { state: choice }),
    label: choice === null ? t("all") : t(`state.${choice}`),
    current: choice === state,
  }));
  return (
    <>
      {header}
      {!result.isMailServerSet && <NoMailServer />}
      <LinkTabs label={t("filter")} items={choices} className="mb-5" />
      <OutboxTable
        mails={result.items}
        path={path}
        empty={
          state === null ? (
            <EmptyState icon={<Mail />} title={t("empty.title")} description={t("empty.description")} />
          ) : (
            <EmptyState
              title={t("noMatch.title")}
              actions={
                <Link href={asRoute(path)} className={buttonClass()}>
                  {t("noMatch.action")}
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
