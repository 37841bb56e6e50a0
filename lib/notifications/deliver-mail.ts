import type { MailAttempt } from "#db/schema/index.ts";
import { type Tx, withWorkspace } from "#db/tenant.ts";
import { type Mailer, MailRefused } from "#lib/mail/index.ts";
import { type ComposedMail, composeMails, renderComposed } from "./mail-content.ts";
import { endAttempt, lockDueMail, type MailRef, type MailRow, updateMail } from "./mail-store.ts";

/** An attempt that has not ended by then counts as lost. Longer than the mail library's own limits together. */
export const ATTEMPT_SECONDS = 300;

/** Seconds until the next attempt, by the number of attempts that failed; after the last one it has failed. */
const RETRY_AFTER_SECONDS = [60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400] as const;

/** What waited longer, because no mail server was set, is news no more; an admin may still send it by hand. */
const TOO_OLD_SECONDS = 3 * 86_400;

export type Delivered = "sent" | "retrying" | "failed" | "not_due";

/**
 * Makes one attempt to send a mail, if it is due and nobody else is at it. It may arrive twice, with the same content and
 * Message-ID, when the process dies between sending and writing that down; it can't get lost.
 */
export async function deliverMail({ workspaceId, mailId }: MailRef, mailer: Mailer, now: Date): Promise<Delivered> {
  const tenant = { workspaceId, environment: null };
  const begun = await withWorkspace(tenant, "write", (tx) => beginAttempt(tx, mailId, now));
  if (typeof begun === "string") return begun;
  const ended = await attempt(begun, mailer, now);
  await withWorkspace(tenant, "write", (tx) => endAttempt(tx, begun.mail, ended.progress, ended.entry));
  return ended.entry.outcome;
}

type Begun = ComposedMail & { readonly to: NonNullable<ComposedMail["to"]> };

/** Takes the mail for this attempt; or ends it, when there is nothing to attempt. */
async function beginAttempt(tx: Tx, mailId: string, now: Date): Promise<Begun | Delivered> {
  const found = await lockDueMail(tx, mailId, now);
  if (found === null) return "not_due";
  const mail = { ...found, attempts: found.attempts + 1 };
  const [composed] = await composeMails(tx, [mail]);
  const to = composed?.to ?? null;
  const problem = to === null ? "recipient_left" : problemOf(mail, now);
  if (composed === undefined || to === null || problem !== null) {
    await updateMail(tx, mailId, { state: "failed" }, [entryOf(now, "failed", problem)]);
    return "failed";
  }
  const { locale, timeZone } = composed;
  const dueAt = new Date(now.getTime() + ATTEMPT_SECONDS * 1000);
  const lost = found.state === "sending" ? [entryOf(now, "retrying", "interrupted")] : [];
  await updateMail(tx, mailId, { state: "sending", attempts: mail.attempts, dueAt, locale, timeZone }, lost);
  return { ...composed, to };
}

/** Reasons of our own; the mail server's are stored as it says them. */
function problemOf({ attempts, queuedAt }: MailRow, now: Date): string | null {
  // Whatever cuts every attempt off, such as a message that kills the process, must not go on for ever.
  if (attempts > RETRY_AFTER_SECONDS.length + 1) return "interrupted";
  const waitedSeconds = (now.getTime() - queuedAt.getTime()) / 1000;
  return attempts === 1 && waitedSeconds > TOO_OLD_SECONDS ? "too_old" : null;
}

interface Ended {
  readonly progress: Partial<MailRow>;
  readonly entry: MailAttempt;
}

async function attempt(begun: Begun, mailer: Mailer, now: Date): Promise<Ended> {
  const { mail, to, locale } = begun;
  try {
    await mailer.send({ id: mail.id, to, language: locale, ...(await renderComposed(begun)) });
    return { progress: { state: "sent", sentAt: now }, entry: entryOf(now, "sent", null) };
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    const retryAfterSeconds = error.isPermanent ? undefined : RETRY_AFTER_SECONDS[mail.attempts - 1];
    if (retryAfterSeconds === undefined) {
      return { progress: { state: "failed" }, entry: entryOf(now, "failed", error.message) };
    }
    const dueAt = new Date(now.getTime() + retryAfterSeconds * 1000);
    return { progress: { state: "retrying", dueAt }, entry: entryOf(now, "retrying", error.message) };
  }
}

function entryOf(now: Date, outcome: MailAttempt["outcome"], error: string | null): MailAttempt {
  return { at: now.toISOString(), outcome, error };
}
