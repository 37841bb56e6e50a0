import type { Outcome } from "#lib/kernel/index.ts";

/** What an operation gave that nobody has to confirm. */
export function outputOf<T>(outcome: Outcome<T>): T {
  if (outcome.status === "done") return outcome.output;
  throw new Error(`the demo can't go on after the outcome ${outcome.status}`);
}
