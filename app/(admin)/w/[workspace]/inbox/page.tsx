import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, createSerializer, parseAsBoolean, type SearchParams } from "nuqs/server";
import { InboxList } from "#components/notifications/inbox-list.tsx";
import { MarkAllRead } from "#components/notifications/mark-read.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { read } from "#lib/forms/index.ts";
import { countUnread, listInbox } from "#lib/notifications/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { currentCursor, pageLinks, trailParser } from "../projects/trail.ts";
import { markAllReadAction, markReadAction } from "./actions.ts";
import { inboxPath, shownItems } from "./shown-items.ts";

const parsers = { unread: parseAsBoolean.withDefault(false), page: trailParser };
const loadParams = createLoader(parsers);
const serialize = createSerializer(parsers);

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("notifications.inbox");
  return { title: t("title") };
}

export default async function InboxPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, { unread: unreadOnly, page }, t] = await Promise.all([
    params,
    loadParams(searchParams),
    getTranslations("notifications.inbox"),
  ]);
  const { ctx } = await workspacePage(slug);
  const [{ items, nextCursor }, unread] = await Promise.all([
    read(listInbox, ctx, { unreadOnly, ...currentCursor(page) }),
    countUnread(ctx.workspaceId, ctx.actor.id),
  ]);
  const path = inboxPath(slug);
  const links = pageLinks(page, nextCursor, (trail) => serialize(path, { unread: unreadOnly, page: trail }));
  const empty = unreadOnly ? "noneUnread" : "empty";
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={unread > 0 && <MarkAllRead action={markAllReadAction.bind(null, slug)} />}
      />
      <LinkTabs
        label={t("filter")}
        className="mb-5"
        items={[
          { href: path, label: t("all"), current: !unreadOnly },
          { href: serialize(path, { unread: true }), label: t("unread"), current: unreadOnly },
        ]}
      />
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={<Inbox />} title={t(`${empty}.title`)} description={t(`${empty}.description`)} />
        ) : (
          <InboxList items={await shownItems(slug, items)} markRead={markReadAction.bind(null, slug)} />
        )}
      </Card>
      {(links.newerHref || links.olderHref) && <Pagination {...links} className="mt-4" />}
    </>
  );
}
