import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { type MailAttempt, mails, memberships, notifications, users, workspaces } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";

export type MailRow = typeof mails.$inferSelect;

/** Where a mail is. */
export interface MailRef {
  readonly workspaceId: string;
  readonly mailId: string;
}

/** Mails of all workspaces whose next attempt is due, the longest due first. */
export async function listDueMails(now: Date, limit: number): Promise<MailRef[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_due_mails(${now.toISOString()}::timestamptz, ${limit}::integer)`),
  );
  return [...rows].map((row) => ({ workspaceId: String(row.workspace_id), mailId: String(row.id) }));
}

/** The mail, locked, if it is still due: whoever waited for the lock finds it taken. */
export async function lockDueMail(tx: Tx, id: string, now: Date): Promise<MailRow | null> {
  const [row] = await tx
    .select()
    .from(mails)
    .where(
      and(
        eq(mails.id, id),
        inArray(mails.state, ["waiting", "retrying", "sending"]),
        sql`${mails.dueAt} <= ${now.toISOString()}::timestamptz`,
      ),
    )
    .for("update");
  return row ?? null;
}

/** The mail, locked until the transaction ends. */
export async function lockMail(tx: Tx, id: string): Promise<MailRow | null> {
  const [row] = await tx.select().from(mails).where(eq(mails.id, id)).for("update");
  return row ?? null;
}

export interface OutboxFilter {
  readonly state: MailRow["state"] | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Newest first. */
export async function listMails(tx: Tx, { state, beforeId, limit }: OutboxFilter): Promise<MailRow[]> {
  const isWanted = and(
    state === null ? undefined : eq(mails.state, state),
    beforeId === null ? undefined : sql`${mails.id} < ${beforeId}`,
  );
  return tx.select().from(mails).where(isWanted).orderBy(desc(mails.id)).limit(limit);
}

export async function listMailsById(tx: Tx, ids: readonly string[]): Promise<MailRow[]> {
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(mails)
    .where(inArray(mails.id, [...ids]));
}

export async function findMail(tx: Tx, id: string): Promise<MailRow | null> {
  const [row] = await tx.select().from(mails).where(eq(mails.id, id));
  return row ?? null;
}

type MailProgress = Pick<
  MailRow,
  "state" | "attempts" | "dueAt" | "queuedAt" | "sentAt" | "digest" | "locale" | "timeZone"
>;

export async function updateMail(
  tx: Tx,
  id: string,
  progress: Partial<MailProgress>,
  entries: readonly MailAttempt[],
): Promise<void> {
  await tx
    .update(mails)
    .set({ ...progress, log: sql`${mails.log} || ${JSON.stringify(entries)}::jsonb` })
    .where(eq(mails.id, id));
}

/** The same, if it is still this attempt: another worker may have taken it for lost and begun the next. */
export async function endAttempt(
  tx: Tx,
  mail: Pick<MailRow, "id" | "attempts">,
  progress: Partial<MailProgress>,
  entry: MailAttempt,
): Promise<void> {
  const isSame = and(eq(mails.id, mail.id), eq(mails.state, "sending"), eq(mails.attempts, mail.attempts));
  await tx
    .update(mails)
    .set({ ...progress, log: sql`${mails.log} || ${JSON.stringify([entry])}::jsonb` })
    .where(isSame);
}

export type MailPart = Pick<typeof notifications.$inferSelect, "id" | "mailId" | "kind" | "params" | "link">;

/** What is in these mails, in the order in which it was told. */
export async function listParts(tx: Tx, mailIds: readonly string[]): Promise<MailPart[]> {
  if (mailIds.length === 0) return [];
  const { id, mailId, kind, params, link } = notifications;
  return tx
    .select({ id, mailId, kind, params, link })
    .from(notifications)
    .where(inArray(mailId, [...mailIds]))
    .orderBy(asc(id));
}

export interface MailPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
  readonly timeZone: string | null;
}

/** Those of these people who are members now and not disabled. */
export async function listMailPeople(tx: Tx, userIds: readonly string[]): Promise<MailPerson[]> {
  if (userIds.length === 0) return [];
  const { id, name, email, locale, timeZone } = users;
  return tx
    .select({ id, name, email, locale, timeZone })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(inArray(id, [...userIds]), isNull(users.disabledAt)));
}

export async function findWorkspaceName(tx: Tx): Promise<{ readonly slug: string; readonly name: string } | null> {
  const [row] = await tx.select({ slug: workspaces.slug, name: workspaces.name }).from(workspaces);
  return row ?? null;
}
