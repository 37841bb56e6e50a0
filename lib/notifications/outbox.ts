import { z } from "zod";
import { config } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineRead, defineWrite } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { composeMails } from "./mail-content.ts";
import { findMail, listMails, lockMail, type MailRow, updateMail } from "./mail-store.ts";
import { toDetails, toOutboxMail } from "./outbox-view.ts";
import { MAIL_STATES, OutboxMail, OutboxMailDetails } from "./schemas.ts";

export const ListOutboxInput = z.strictObject({ ...PageInput.shape, state: z.enum(MAIL_STATES).optional() });
export const MailId = z.strictObject({ mailId: z.uuid() });

/** The workspace's mails, newest first, sent or not. */
export const listOutbox = defineRead({
  name: "outbox.list",
  permission: "notifications:manage",
  wall: "workspace",
  tool: null,
  input: ListOutboxInput,
  output: z.object({
    items: z.array(OutboxMail),
    nextCursor: z.string().nullable(),
    /** False: nothing is sent, the outbox is where mails are read. */
    isMailServerSet: z.boolean(),
  }),
  keepsResult: false,
  async run(tx, _ctx, { limit, cursor, state }) {
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const rows = await listMails(tx, { state: state ?? null, beforeId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: await Promise.all((await composeMails(tx, page)).map(toOutboxMail)),
      nextCursor: last ? encodeCursor(last.id) : null,
      isMailServerSet: config().mail !== null,
    };
  },
});

/** One mail as its recipient reads it, with what became of every attempt to send it. */
export const getOutboxMail = defineRead({
  name: "outbox.get",
  permission: "notifications:manage",
  wall: "workspace",
  tool: null,
  input: MailId,
  output: z.object({ mail: OutboxMailDetails, isMailServerSet: z.boolean() }),
  keepsResult: false,
  target: ({ mailId }) => ({ type: "mail", id: mailId }),
  async run(tx, _ctx, { mailId }) {
    const [composed] = await composeMails(tx, [existing(await findMail(tx, mailId))]);
    if (composed === undefined) throw notFound();
    return { mail: await toDetails(composed), isMailServerSet: config().mail !== null };
  },
});

/** Puts a mail that has failed, or that waits for its next attempt, back to the front of the queue. */
export const retryMail = defineWrite({
  name: "outbox.retry",
  effect: "write",
  permission: "notifications:manage",
  wall: "workspace",
  tool: null,
  input: MailId,
  output: z.object({ state: z.enum(MAIL_STATES) }),
  target: ({ mailId }) => ({ type: "mail", id: mailId }),
  async run(tx, ctx, { mailId }) {
    const mail = existing(await lockMail(tx, mailId));
    if (mail.state === "sent" || mail.state === "sending") {
      throw new AppError("conflict", "This mail was sent, or is being sent.", { reason: "mail_sent" });
    }
    // Of its digest it is no more: further notifications make a mail of their own.
    const again = { state: "waiting", attempts: 0, dueAt: ctx.now, queuedAt: ctx.now, digest: null } as const;
    await updateMail(tx, mailId, again, []);
    const target = { type: "mail", id: mailId, label: mail.recipient };
    return {
      output: { state: again.state },
      changes: [{ target, before: { state: mail.state }, after: { state: again.state } }],
    };
  },
});

function existing(mail: MailRow | null): MailRow {
  if (mail === null) throw notFound();
  return mail;
}

function notFound(): AppError {
  return new AppError("not_found", "There is no such mail.");
}
