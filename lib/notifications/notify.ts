import type { Tx } from "#db/tenant.ts";
import { redact } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { insertMail, insertNotification, joinDigest, listRecipients, setMail } from "./outbox-store.ts";
import {
  NOTIFICATION_PARAMS,
  type NotificationKind,
  type NotificationParams,
  type NotificationSubject,
} from "./schemas.ts";

/** Whom to tell. Who is no member of the workspace any more, or disabled, is left out; nobody is told twice. */
export interface Recipients {
  readonly userIds?: readonly string[];
  /** Owners and admins. */
  readonly admins?: boolean;
  /** E-mail addresses without a person, such as a team's; they get mail only. */
  readonly addresses?: readonly string[];
  /** Never these people: whoever did it knows. */
  readonly exceptUserIds?: readonly string[];
}

interface RequestOf<K extends NotificationKind> {
  readonly kind: K;
  /** Together with kind and recipient: what is the same thing, told once. */
  readonly dedupeKey: string;
  readonly recipients: Recipients;
  readonly params: NotificationParams<K>;
  /** Path inside the workspace, such as `/settings/members`. */
  readonly link: `/${string}`;
  readonly about: NotificationSubject;
  /** Notifications with the same one share a mail for as long as that has not begun to be sent. */
  readonly digest?: string;
  /** Earliest moment of the mail; the inbox has it at once. */
  readonly sendAfter?: Date;
}
export type NotifyRequest = { readonly [K in NotificationKind]: RequestOf<K> }[NotificationKind];

/** One notification that was written; what had been told before is not among them. */
export interface Notified {
  readonly id: string;
  /** `user:<id>` or `address:<e-mail>`. */
  readonly recipient: string;
}

/**
 * Tells people something, in their inbox and by mail, if the transaction commits. To be called with the cause's own
 * transaction; telling the same thing again does nothing, on any number of instances.
 */
export async function notify(tx: Tx, request: NotifyRequest): Promise<readonly Notified[]> {
  // What people wrote goes on to others here, by mail too.
  const params = redact(NOTIFICATION_PARAMS[request.kind].parse(request.params));
  const told: Notified[] = [];
  for (const recipient of await recipientsOf(tx, request.recipients)) {
    const id = newId();
    const isNew = await insertNotification(tx, {
      id,
      kind: request.kind,
      dedupeKey: request.dedupeKey,
      recipient: recipient.key,
      userId: recipient.userId,
      params,
      link: request.link,
      aboutType: request.about.type,
      aboutId: request.about.id,
    });
    if (!isNew) continue;
    await setMail(tx, id, await mailFor(tx, recipient, request));
    told.push({ id, recipient: recipient.key });
  }
  return told;
}

interface Recipient {
  readonly key: string;
  readonly userId: string | null;
  readonly address: string | null;
}

/** In one order everywhere, so that two transactions that tell the same people never wait for each other in a circle. */
async function recipientsOf(tx: Tx, wanted: Recipients): Promise<Recipient[]> {
  const { userIds = [], admins = false, addresses = [], exceptUserIds = [] } = wanted;
  const people = await listRecipients(tx, userIds, admins);
  const all = [
    ...people
      .filter((userId) => !exceptUserIds.includes(userId))
      .map((userId) => ({ key: `user:${userId}`, userId, address: null })),
    ...addresses.map((address) => ({ key: `address:${address.toLowerCase()}`, userId: null, address })),
  ];
  const byKey = new Map(all.map((recipient) => [recipient.key, recipient]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function mailFor(tx: Tx, { key, userId, address }: Recipient, { digest, sendAfter }: NotifyRequest): Promise<string> {
  const mail = { id: newId(), recipient: key, userId, address, ...(sendAfter && { dueAt: sendAfter }) };
  return digest === undefined ? insertMail(tx, mail) : joinDigest(tx, { ...mail, digest });
}
