import type { Tx } from "#db/tenant.ts";
import { config } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { DEFAULT_TIME_ZONE, type Locale, loadMessages, resolveLocale } from "#lib/i18n/core.ts";
import {
  findWorkspaceName,
  listMailPeople,
  listParts,
  type MailPart,
  type MailPerson,
  type MailRow,
} from "./mail-store.ts";
import { type MailContent, type RenderedMail, renderMail } from "./render-mail.ts";
import { NotificationKind } from "./schemas.ts";

/** A mail with whom it goes to, ready to be rendered. */
export interface ComposedMail {
  readonly mail: MailRow;
  /** Null for an address, and for a person who left the workspace or is disabled. */
  readonly person: MailPerson | null;
  /** Null: there is nobody to send it to any more. */
  readonly to: { readonly name: string | null; readonly address: string } | null;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly content: MailContent;
}

/** Puts mails together from what is stored: people's own language and time zone, unless an attempt has fixed them. */
export async function composeMails(tx: Tx, rows: readonly MailRow[]): Promise<ComposedMail[]> {
  const userIds = rows.flatMap(({ userId }) => userId ?? []);
  const [workspace, people, parts] = await Promise.all([
    findWorkspaceName(tx),
    listMailPeople(tx, userIds),
    listParts(
      tx,
      rows.map(({ id }) => id),
    ),
  ]);
  if (workspace === null) throw new AppError("not_found", "There is no such workspace.");
  const origin = config().publicUrl.origin;
  const base = `${origin}/w/${workspace.slug}`;
  return rows.map((mail) => {
    const person = people.find(({ id }) => id === mail.userId) ?? null;
    const items = parts.filter(({ mailId }) => mailId === mail.id).map((part) => itemOf(part, mail, base));
    return {
      mail,
      person,
      to: recipientOf(mail, person),
      locale: resolveLocale({ chosen: mail.locale ?? person?.locale ?? null }),
      timeZone: mail.timeZone ?? person?.timeZone ?? DEFAULT_TIME_ZONE,
      content: { workspaceName: workspace.name, origin, address: mail.address, items },
    };
  });
}

export async function renderComposed({ content, locale, timeZone }: ComposedMail): Promise<RenderedMail> {
  return renderMail(content, { locale, timeZone, messages: await loadMessages(locale) });
}

function recipientOf(mail: MailRow, person: MailPerson | null): ComposedMail["to"] {
  if (mail.address !== null) return { name: null, address: mail.address };
  return person === null ? null : { name: person.name, address: person.email };
}

/** A person's link goes by their inbox, which notes that it was opened. */
function itemOf({ id, kind, params, link }: MailPart, mail: MailRow, base: string): MailContent["items"][number] {
  const path = mail.userId === null ? link : `/inbox/${id}`;
  return { kind: NotificationKind.parse(kind), params, url: `${base}${path}` };
}
