import { createTranslator } from "#lib/i18n/core.ts";
import { describeNotification, type Reader } from "./describe.ts";
import { type MailSection, mailHtml } from "./mail-html.ts";
import type { NotificationKind } from "./schemas.ts";

/** What a mail is made of. */
export interface MailContent {
  readonly workspaceName: string;
  /** Scheme and host, for the links. */
  readonly origin: string;
  /** Null for a person. */
  readonly address: string | null;
  readonly items: readonly {
    readonly kind: NotificationKind;
    readonly params: unknown;
    /** Absolute. */
    readonly url: string;
  }[];
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One notification in full; several as a digest, one section each. The same content gives the same mail. */
export function renderMail(content: MailContent, reader: Reader): RenderedMail {
  const { workspaceName: workspace, address, origin } = content;
  const t = createTranslator({ ...reader, namespace: "notifications" });
  const sections = content.items.map(({ kind, params, url }) => ({
    ...describeNotification(kind, params, reader),
    url,
  }));
  const subject = subjectOf(content, sections, t);
  const { host } = new URL(origin);
  const why =
    address === null ? t("mail.why", { workspace, host }) : t("mail.whyAddress", { address, workspace, host });
  const words = { open: t("mail.open"), why };
  return {
    subject,
    text: [...sections.map(sectionText), why].join("\n\n---\n\n"),
    html: mailHtml({ locale: reader.locale, workspace, subject, sections, ...words }),
  };
}

/** A digest says what it gathers, where that is one thing. */
function subjectOf({ items, workspaceName: workspace }: MailContent, sections: readonly MailSection[], t: Translate) {
  const [first] = sections;
  if (first !== undefined && sections.length === 1) return t("subject.one", { title: first.title, workspace });
  const has = (kinds: readonly NotificationKind[]) => items.every(({ kind }) => kinds.includes(kind));
  // A key can be in it twice: its rotation is due, and it expires.
  const keys = { count: new Set(items.map(({ url }) => url)).size, workspace };
  if (has(TO_ROTATE)) return t("subject.rotation", keys);
  return has([...TO_ROTATE, "api_key.expired"])
    ? t("subject.attention", keys)
    : t("subject.several", { count: items.length, workspace });
}

const TO_ROTATE: readonly NotificationKind[] = ["api_key.rotation_reminder", "api_key.overdue", "api_key.expiring"];
type Translate = ReturnType<typeof createTranslator<"notifications">>;

function sectionText({ title, body, facts, url }: MailSection): string {
  return [title, body, facts.map(({ label, value }) => `${label}: ${value}`).join("\n"), url].join("\n\n");
}
