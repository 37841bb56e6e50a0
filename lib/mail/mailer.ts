import { createTransport } from "nodemailer";
import { isLoopbackName } from "#lib/env/index.ts";
import { MailRefused, toMailRefused } from "./mail-refused.ts";

/** Far below the time after which an attempt counts as lost. */
const TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 2;

export interface MailSettings {
  /** As nodemailer reads it: `smtp://` (with STARTTLS where offered) or `smtps://`, options in the query. */
  readonly smtpUrl: string;
  readonly from: string;
}

export interface Mail {
  /** Stays the same when the mail is sent again. */
  readonly id: string;
  readonly to: { readonly name: string | null; readonly address: string };
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Hands a mail to the server. @throws MailRefused */
  readonly send: (mail: Mail) => Promise<void>;
  readonly close: () => void;
}

/** The one way out for mail. */
export function openMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    requireTLS: mustEncrypt(smtpUrl),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? "localhost";
  return {
    async send({ id, to, language, subject, text, html }) {
      try {
        const { rejected } = await transport.sendMail({
          from,
          to: to.name === null ? to.address : { name: to.name, address: to.address },
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          // RFC 3834 §5: nobody's holiday answer shall come back.
          headers: { "Auto-Submitted": "auto-generated", "Content-Language": language },
        });
        if (rejected.length > 0) throw new MailRefused("the server rejected the recipient", true);
      } catch (error) {
        throw toMailRefused(error);
      }
    },
    close: () => transport.close(),
  };
}

/** A password must not travel in the clear because somebody on the way hid the server's STARTTLS. */
function mustEncrypt(smtpUrl: string): boolean {
  const url = new URL(smtpUrl);
  return url.username !== "" && !isLoopbackName(url.hostname) && !url.searchParams.has("ignoreTLS");
}
