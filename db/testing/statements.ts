import { SENT_STATEMENTS } from "../sent-statements.ts";

/** The first word of each statement that the process sent while `work` ran. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const note = (text: unknown) => sent.push(/^\w+/.exec(String(text))?.[0] ?? "");
  SENT_STATEMENTS.subscribe(note);
  try {
    await work();
  } finally {
    SENT_STATEMENTS.unsubscribe(note);
  }
  return sent;
}
