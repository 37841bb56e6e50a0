import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineRead, defineWrite } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { findOwn, listInboxRows, type NotificationRow, setAllRead, setRead } from "./inbox-store.ts";
import { InboxItem, NotificationId, NotificationKind } from "./schemas.ts";

export const ListInboxInput = z.strictObject({ ...PageInput.shape, unreadOnly: z.boolean().default(false) });

/** The caller's own notifications in this workspace, newest first. Who is no person has none. */
export const listInbox = defineRead({
  name: "inbox.list",
  permission: "inbox:use",
  wall: "workspace",
  tool: null,
  input: ListInboxInput,
  output: z.object({ items: z.array(InboxItem), nextCursor: z.string().nullable() }),
  keepsResult: false,
  async run(tx, ctx, { limit, cursor, unreadOnly }) {
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const userId = personId(ctx);
    if (userId === null) return { items: [], nextCursor: null };
    const rows = await listInboxRows(tx, { userId, isUnreadOnly: unreadOnly, beforeId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toInboxItem), nextCursor: last ? encodeCursor(last.id) : null };
  },
});

/** Marks one as read without going where it leads. */
export const markRead = defineWrite({
  name: "inbox.mark_read",
  effect: "write",
  permission: "inbox:use",
  wall: "workspace",
  tool: null,
  input: NotificationId,
  output: z.object({}),
  target: ({ notificationId }) => ({ type: "notification", id: notificationId }),
  async run(tx, ctx, { notificationId }) {
    const { id } = existing(await findOwn(tx, notificationId, personId(ctx) ?? NOBODY));
    await setRead(tx, id, { readAt: ctx.now, openedAt: null });
    return { output: {}, changes: [] };
  },
});

/** Follows a notification, from the inbox or from the mail: it counts as read and as opened, and says where it leads. */
export const openNotification = defineWrite({
  name: "inbox.open",
  effect: "write",
  permission: "inbox:use",
  wall: "workspace",
  tool: null,
  input: NotificationId,
  output: z.object({ link: z.string() }),
  target: ({ notificationId }) => ({ type: "notification", id: notificationId }),
  async run(tx, ctx, { notificationId }) {
    const { id, link } = existing(await findOwn(tx, notificationId, personId(ctx) ?? NOBODY));
    await setRead(tx, id, { readAt: ctx.now, openedAt: ctx.now });
    return { output: { link }, changes: [] };
  },
});

export const markAllRead = defineWrite({
  name: "inbox.mark_all_read",
  effect: "write",
  permission: "inbox:use",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ count: z.int() }),
  async run(tx, ctx) {
    const count = await setAllRead(tx, personId(ctx) ?? NOBODY, ctx.now);
    return { output: { count }, changes: [] };
  },
});

const NOBODY = "00000000-0000-0000-0000-000000000000";

function personId({ actor }: Context): string | null {
  return actor.kind === "user" ? actor.id : null;
}

function existing(row: NotificationRow | null): NotificationRow {
  if (row === null) throw new AppError("not_found", "There is no such notification.");
  return row;
}

function toInboxItem(row: NotificationRow): z.input<typeof InboxItem> {
  return {
    id: row.id,
    kind: NotificationKind.parse(row.kind),
    params: row.params,
    link: row.link,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  };
}
