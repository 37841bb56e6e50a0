import { channel } from "node:diagnostics_channel";

/** Each statement's text as it is sent, for whoever counts them; nobody listening, it costs nothing. */
export const SENT_STATEMENTS = channel("postern.db.statement");

export function noteSent(text: string): void {
  if (SENT_STATEMENTS.hasSubscribers) SENT_STATEMENTS.publish(text);
}
