import { getLocale, getTimeZone } from "next-intl/server";
import type { ShownNotification } from "#components/notifications/shown-notification.ts";
import { loadMessages } from "#lib/i18n/core.ts";
import { describeNotification } from "#lib/notifications/index.ts";
import type { InboxItem } from "#lib/notifications/schemas.ts";

/** Notifications in the reader's words. The links go by the page that notes that they were followed. */
export async function shownItems(slug: string, items: readonly InboxItem[]): Promise<ShownNotification[]> {
  const [locale, timeZone] = await Promise.all([getLocale(), getTimeZone()]);
  const reader = { locale, timeZone, messages: await loadMessages(locale) };
  return items.map(({ id, kind, params, createdAt, readAt }) => {
    const { title, body } = describeNotification(kind, params, reader);
    return { id, title, body, createdAt, isRead: readAt !== null, href: `${inboxPath(slug)}/${id}` };
  });
}

export const inboxPath = (slug: string) => `/w/${slug}/inbox`;
