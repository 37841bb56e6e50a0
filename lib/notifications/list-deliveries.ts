import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { listAbout } from "./inbox-store.ts";
import { listMailPeople, listMailsById } from "./mail-store.ts";
import { lastErrorOf } from "./outbox-view.ts";
import { Delivery, NotificationKind, NotificationSubject } from "./schemas.ts";

const MAX_SHOWN = 100;

/** Who was told what about a key, and what became of it: the newest hundred. */
export const listDeliveries = defineRead({
  name: "notification.list_deliveries",
  eventVersion: 2,
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ about: NotificationSubject }),
  output: z.object({ items: z.array(Delivery) }),
  keepsResult: false,
  target: ({ about }) => about,
  async run(tx, _ctx, { about }) {
    const rows = await listAbout(tx, about, MAX_SHOWN);
    const [mails, people] = await Promise.all([
      listMailsById(
        tx,
        rows.flatMap(({ mailId }) => mailId ?? []),
      ),
      listMailPeople(
        tx,
        rows.flatMap(({ userId }) => userId ?? []),
      ),
    ]);
    const mailOf = new Map(mails.map((mail) => [mail.id, mail]));
    const personOf = new Map(people.map((person) => [person.id, person]));
    return {
      items: rows.flatMap(({ id, kind, params, userId, mailId, ...moments }) => {
        const mail = mailOf.get(mailId ?? "");
        const person = personOf.get(userId ?? "");
        if (mail === undefined) return [];
        return {
          id,
          kind: NotificationKind.parse(kind),
          params,
          recipient: { name: person?.name ?? null, address: person?.email ?? mail.address },
          createdAt: moments.createdAt.toISOString(),
          readAt: moments.readAt?.toISOString() ?? null,
          openedAt: moments.openedAt?.toISOString() ?? null,
          mail: {
            state: mail.state,
            attempts: mail.attempts,
            sentAt: mail.sentAt?.toISOString() ?? null,
            lastError: lastErrorOf(mail),
          },
        };
      }),
    };
  },
});
