import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** One mail as it arrived. */
export interface ReceivedMail extends Email {
  /** Recipients of the envelope. */
  readonly recipients: readonly string[];
  readonly isEncrypted: boolean;
}

export interface MailServer {
  /** SMTP_URL. */
  readonly url: string;
  readonly port: number;
  readonly received: ReceivedMail[];
  /** What the server answers to the next messages; null, or none left, takes them. */
  readonly refusals: (Refusal | null)[];
  readonly stop: () => Promise<void>;
}

export interface Refusal {
  readonly code: number;
  readonly text: string;
}

interface MailServerOptions extends SMTPServerOptions {
  /** Called for each message when it has arrived whole and before the answer. */
  readonly beforeAnswer?: (mail: ReceivedMail) => void;
}

/** A real SMTP server (RFC 5321) on a free port of this machine. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { beforeAnswer, ...more } = options;
  const received: ReceivedMail[] = [];
  const refusals: (Refusal | null)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    ...more,
    onData(stream, { envelope, secure }, answer) {
      const parsed = buffer(stream).then((source) => PostalMime.parse(source));
      void parsed.then((mail) => {
        const refusal = refusals.shift();
        if (refusal) return answer(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
        const arrived = { ...mail, recipients: envelope.rcptTo.map(({ address }) => address), isEncrypted: secure };
        received.push(arrived);
        beforeAnswer?.(arrived);
        answer();
      }, answer);
    },
  });
  // A client that was killed resets its connection.
  server.on("error", () => undefined);
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.server.address() as { port: number };
  const stop = () =>
    new Promise<void>((done) => {
      server.close(done);
    });
  return { url: `smtp://127.0.0.1:${port}`, port, received, refusals, stop };
}
