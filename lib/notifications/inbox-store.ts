import { and, count, desc, eq, isNull, sql } from "drizzle-orm";
import { notifications } from "#db/schema/index.ts";
import { type Tx, withWorkspace } from "#db/tenant.ts";

export type NotificationRow = typeof notifications.$inferSelect;

export interface InboxFilter {
  readonly userId: string;
  readonly isUnreadOnly: boolean;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Newest first. */
export async function listInboxRows(tx: Tx, filter: InboxFilter): Promise<NotificationRow[]> {
  const { id, userId, readAt } = notifications;
  return tx
    .select()
    .from(notifications)
    .where(
      and(
        eq(userId, filter.userId),
        filter.isUnreadOnly ? isNull(readAt) : undefined,
        filter.beforeId === null ? undefined : sql`${id} < ${filter.beforeId}`,
      ),
    )
    .orderBy(desc(id))
    .limit(filter.limit);
}

/** One of the person's own; of somebody else's it says the same as of none. */
export async function findOwn(tx: Tx, id: string, userId: string): Promise<NotificationRow | null> {
  const [row] = await tx
    .select()
    .from(notifications)
    .where(and(eq(notifications.id, id), eq(notifications.userId, userId)));
  return row ?? null;
}

/** What was read or opened before stays as it was. */
export async function setRead(
  tx: Tx,
  id: string,
  moments: { readonly readAt: Date; readonly openedAt: Date | null },
): Promise<void> {
  await tx
    .update(notifications)
    .set({
      readAt: sql`coalesce(${notifications.readAt}, ${moments.readAt.toISOString()}::timestamptz)`,
      openedAt: sql`coalesce(${notifications.openedAt}, ${moments.openedAt?.toISOString() ?? null}::timestamptz)`,
    })
    .where(eq(notifications.id, id));
}

/** @returns how many were unread */
export async function setAllRead(tx: Tx, userId: string, readAt: Date): Promise<number> {
  const rows = await tx
    .update(notifications)
    .set({ readAt })
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)))
    .returning({ id: notifications.id });
  return rows.length;
}

/**
 * How many unread notifications a person has. No operation, and so not in the audit log: every page asks, of the person's
 * own and nothing else, and the answers would bury everything there.
 */
export async function countUnread(workspaceId: string, userId: string): Promise<number> {
  return withWorkspace({ workspaceId, environment: null }, "read", async (tx) => {
    const [row] = await tx
      .select({ unread: count() })
      .from(notifications)
      .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)));
    return row?.unread ?? 0;
  });
}

/** What was told about one thing, to anybody, newest first. */
export async function listAbout(tx: Tx, about: { readonly type: string; readonly id: string }, limit: number) {
  const { aboutType, aboutId, id } = notifications;
  return tx
    .select()
    .from(notifications)
    .where(and(eq(aboutType, about.type), eq(aboutId, about.id)))
    .orderBy(desc(id))
    .limit(limit);
}
