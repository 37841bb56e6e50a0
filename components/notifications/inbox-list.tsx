"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import { MarkRead, type MarkReadAction } from "./mark-read.tsx";
import type { ShownNotification } from "./shown-notification.ts";

type InboxListProps = {
  items: readonly ShownNotification[];
  /** Absent: items are marked by following them only. */
  markRead?: MarkReadAction;
  onFollow?: () => void;
};

/** Notifications, newest first. Each title is the link to what it is about. */
export function InboxList({ items, markRead, onFollow }: InboxListProps) {
  return (
    <ul className="divide-y divide-line">
      {items.map((item) => (
        <li key={item.id} className="relative flex items-start gap-3 px-5 py-3.5 hover:bg-hover">
          <UnreadDot isRead={item.isRead} />
          <div className="min-w-0 flex-1">
            <p className="[overflow-wrap:anywhere]">
              {/* Not fetched ahead: following it is what counts as opening. */}
              <Link
                href={asRoute(item.href)}
                prefetch={false}
                {...(onFollow && { onClick: onFollow })}
                className={`after:absolute after:inset-0 ${item.isRead ? "text-ink" : "font-semibold text-ink"}`}
              >
                {item.title}
              </Link>
            </p>
            <p className="text-ink-muted text-sm">{item.body}</p>
            <RelativeTime at={item.createdAt} className="relative z-10 text-ink-muted text-xs" />
          </div>
          {markRead && !item.isRead && <MarkRead title={item.title} action={() => markRead(item.id)} />}
        </li>
      ))}
    </ul>
  );
}

function UnreadDot({ isRead }: { isRead: boolean }) {
  const t = useTranslations("notifications.inbox");
  return (
    <span className="mt-2 size-2 shrink-0">
      {!isRead && (
        <>
          <span aria-hidden className="block size-2 rounded-full bg-accent" />
          <span className="sr-only">{t("unread")}</span>
        </>
      )}
    </span>
  );
}
