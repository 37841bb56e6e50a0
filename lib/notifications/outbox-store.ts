import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { mails, memberships, notifications, users } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

/** Of these people and, if wanted, the owners and admins, those who are members now and not disabled. */
export async function listRecipients(tx: Tx, userIds: readonly string[], withAdmins: boolean): Promise<string[]> {
  const isNamed = userIds.length === 0 ? undefined : inArray(memberships.userId, [...userIds]);
  const isAdmin = withAdmins ? inArray(memberships.role, ["owner", "admin"]) : undefined;
  const isWanted = or(isNamed, isAdmin);
  if (isWanted === undefined) return [];
  const rows = await tx
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(isWanted, isNull(users.disabledAt)))
    .orderBy(asc(users.id));
  return rows.map(({ id }) => id);
}

/** @returns false when this recipient has been told this already */
export async function insertNotification(tx: Tx, values: typeof notifications.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(notifications).values(values).onConflictDoNothing().returning({ id: notifications.id });
  return rows.length > 0;
}

export async function setMail(tx: Tx, id: string, mailId: string): Promise<void> {
  await tx.update(notifications).set({ mailId }).where(eq(notifications.id, id));
}

export async function insertMail(tx: Tx, values: typeof mails.$inferInsert): Promise<string> {
  await tx.insert(mails).values(values);
  return values.id;
}

/** The recipient's waiting mail of this digest, or a new one. It can't begin to be sent before the transaction ends. */
export async function joinDigest(tx: Tx, values: typeof mails.$inferInsert): Promise<string> {
  const [row] = await tx
    .insert(mails)
    .values(values)
    .onConflictDoUpdate({
      target: [mails.workspaceId, mails.recipient, mails.digest],
      targetWhere: sql`state = 'waiting' and digest is not null`,
      set: { recipient: values.recipient },
    })
    .returning({ id: mails.id });
  return row?.id ?? values.id;
}
