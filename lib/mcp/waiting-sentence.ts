import type { Outcome } from "#lib/kernel/index.ts";
import { inBrief } from "./preview-words.ts";

type Waiting = Extract<Outcome<unknown>, { status: "confirmation_required" | "approval_required" }>;

/** What would happen and what to do now, for a model to hand on to its user. */
export function waitingSentence(outcome: Waiting): string {
  return `Nothing was written yet. ${inBrief(outcome.preview)}\n${nextStep(outcome)}`;
}

function nextStep(outcome: Waiting): string {
  const until = `The token works once, with these arguments only, until ${outcome.expiresAt.toISOString()}.`;
  if (outcome.status === "confirmation_required") {
    return (
      `Show this to your user. If they agree, ask them to type ${outcome.phrase} and call confirm_write with ` +
      `token = confirm_token and phrase = what they typed. If not, call cancel_write. ${until}`
    );
  }
  if (outcome.isApproved)
    return `A person has approved this: call confirm_write with token = confirm_token now. ${until}`;
  return (
    `A person has to approve this in the browser, where all of it is shown; you can't. Give your user this link: ${outcome.approvalUrl}\n` +
    `When they say that it is approved, call confirm_write with token = confirm_token. ${until}`
  );
}
