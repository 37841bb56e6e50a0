import type { z } from "zod";
import { type ComposedMail, renderComposed } from "./mail-content.ts";
import type { MailRow } from "./mail-store.ts";
import type { OutboxMail, OutboxMailDetails } from "./schemas.ts";

export async function toOutboxMail(composed: ComposedMail): Promise<z.input<typeof OutboxMail>> {
  return { ...facts(composed), subject: (await renderComposed(composed)).subject };
}

export async function toDetails(composed: ComposedMail): Promise<z.input<typeof OutboxMailDetails>> {
  const { subject, text } = await renderComposed(composed);
  return { ...facts(composed), subject, text, locale: composed.locale, log: [...composed.mail.log] };
}

function facts({ mail, to }: ComposedMail): Omit<z.input<typeof OutboxMail>, "subject"> {
  const isPending = mail.state === "waiting" || mail.state === "retrying";
  return {
    id: mail.id,
    recipient: { name: to?.name ?? null, address: to?.address ?? mail.address },
    state: mail.state,
    attempts: mail.attempts,
    createdAt: mail.createdAt.toISOString(),
    dueAt: isPending ? mail.dueAt.toISOString() : null,
    sentAt: mail.sentAt?.toISOString() ?? null,
    lastError: lastErrorOf(mail),
  };
}

export function lastErrorOf({ state, log }: Pick<MailRow, "state" | "log">): string | null {
  return state === "sent" ? null : (log.at(-1)?.error ?? null);
}
