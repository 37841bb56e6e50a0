import { redactText } from "#lib/audit/index.ts";

const MAX_REASON_CHARACTERS = 300;

/** The mail did not go out. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
  /** Trying again would end in the same way: the server does not take this recipient or this message. */
  readonly isPermanent: boolean;

  constructor(reason: string, isPermanent: boolean, cause?: unknown) {
    super(reason, { cause });
    this.isPermanent = isPermanent;
  }
}

/** A failure of the mail library's in one line that may be stored and shown. */
export function toMailRefused(error: unknown): MailRefused {
  if (error instanceof MailRefused) return error;
  const { message = "unknown failure", code, responseCode } = error as SmtpError;
  const reason = redactText(message).replaceAll(/\s+/g, " ").slice(0, MAX_REASON_CHARACTERS);
  // RFC 5321 §4.2.1: 5yz is final. A refused sign-in is the operator's to mend, and then goes through.
  const isFinal = responseCode !== undefined && responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
  return new MailRefused(reason, isFinal, error);
}

/** https://nodemailer.com/errors */
interface SmtpError {
  readonly message?: string;
  readonly code?: string;
  readonly responseCode?: number;
}
