import { type MailSettings, openMailer } from "#lib/mail/index.ts";
import { ATTEMPT_SECONDS, deliverMail, listDueMails, type MailRef } from "#lib/notifications/index.ts";
import type { PeriodicJob } from "./periodic.ts";
import { startQueue } from "./queue.ts";

const QUEUE = "mail";
const QUEUE_EVERY_SECONDS = 5;
const MAX_AT_ONCE = 200;

export interface MailDelivery {
  /** Puts the mails that are due into the queue; on every instance, each mail once. */
  readonly queueDue: PeriodicJob;
  readonly stop: () => Promise<void>;
}

/** Takes part in sending the outbox: the rows say what is to be sent and when, the queue which instance does it. */
export async function startMailDelivery(databaseUrl: string, settings: MailSettings): Promise<MailDelivery> {
  const mailer = openMailer(settings);
  const queue = await startQueue<MailRef>(databaseUrl, {
    name: QUEUE,
    expireSeconds: ATTEMPT_SECONDS,
    run: (mail) => deliverMail(mail, mailer, new Date()),
  });
  const run = async () => {
    const due = await listDueMails(new Date(), MAX_AT_ONCE);
    await queue.add(due.map((data) => ({ key: data.mailId, data })));
  };
  return {
    queueDue: { name: "queue-due-mails", everySeconds: QUEUE_EVERY_SECONDS, run },
    stop: async () => {
      await queue.stop();
      mailer.close();
    },
  };
}
