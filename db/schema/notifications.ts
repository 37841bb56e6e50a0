import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, moment, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

/** One attempt to hand a mail to the server: when, how it ended, and why not. */
export interface MailAttempt {
  readonly at: string;
  readonly outcome: "sent" | "retrying" | "failed";
  readonly error: string | null;
}

/**
 * What somebody is told: an item of the person's inbox, and a part of a mail. Written in the transaction of its cause;
 * the same thing is told to the same recipient once.
 */
export const notifications = pgTable(
  "notifications",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    kind: text("kind").notNull(),
    dedupeKey: text("dedupe_key").notNull(),
    /** `user:<id>` or `address:<e-mail>`. */
    recipient: text("recipient").notNull(),
    /** Null for a mere address, which has no inbox. */
    userId: uuid("user_id"),
    params: jsonb("params").notNull(),
    /** Path inside the workspace. */
    link: text("link").notNull(),
    aboutType: text("about_type").notNull(),
    aboutId: text("about_id").notNull(),
    mailId: uuid("mail_id"),
    createdAt: createdAt(),
    readAt: moment("read_at"),
    /** The link was followed, from the inbox or from the mail. */
    openedAt: moment("opened_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique("notifications_once").on(table.workspaceId, table.kind, table.dedupeKey, table.recipient),
    index("notifications_inbox").on(table.workspaceId, table.userId, table.id),
    index("notifications_unread").on(table.workspaceId, table.userId).where(sql`${table.readAt} is null`),
    index("notifications_about").on(table.workspaceId, table.aboutType, table.aboutId, table.id),
    index("notifications_mail").on(table.workspaceId, table.mailId),
    workspacePolicy(),
  ],
).enableRLS();

/** The outbox: one row for each e-mail, with one notification in it or, for a digest, several. */
export const mails = pgTable(
  "mails",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    recipient: text("recipient").notNull(),
    userId: uuid("user_id"),
    address: text("address"),
    /** While a mail with the same one is waiting for the same recipient, further notifications join it. */
    digest: text("digest"),
    state: text("state").$type<"waiting" | "sending" | "retrying" | "sent" | "failed">().notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    /** Earliest moment of the next attempt; while sending, when the attempt counts as lost. */
    dueAt: moment("due_at").notNull().defaultNow(),
    /** When it was last put into the queue: at first by its cause, later perhaps by an admin. */
    queuedAt: moment("queued_at").notNull().defaultNow(),
    sentAt: moment("sent_at"),
    /** Fixed by the first attempt, so that a repeated one says the same under the same Message-ID. */
    locale: text("locale"),
    timeZone: text("time_zone"),
    log: jsonb("log").$type<readonly MailAttempt[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex("mails_waiting_digest")
      .on(table.workspaceId, table.recipient, table.digest)
      .where(sql`${table.state} = 'waiting' and ${table.digest} is not null`),
    index("mails_state").on(table.workspaceId, table.state, table.id),
    workspacePolicy(),
  ],
).enableRLS();
