import type { Outcome } from "#lib/kernel/index.ts";
import { escapeHidden } from "./hidden-characters.ts";
import { quoted } from "./quoted.ts";
import { toWireName } from "./wire-names.ts";

type Waiting = Extract<Outcome<unknown>, { status: "confirmation_required" | "approval_required" }>;

const MAX_NAMED = 10;

/** What would happen and what to do now, for a model to hand on to its user. */
export function waitingSentence(outcome: Waiting): string {
  return `Nothing was written yet. ${inWords(outcome)}\n${nextStep(outcome)}`;
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
    `A person has to approve this in the browser; you can't. Give your user this link: ${outcome.approvalUrl}\n` +
    `When they say that it is approved, call confirm_write with token = confirm_token. ${until}`
  );
}

/** Every kind with its number, and the things themselves as far as they can be read in one go. */
export function inWords({ preview: { changes, counts, left } }: Pick<Waiting, "preview">): string {
  const totals = counts.map(({ type, action, count }) => `${count} ${type}${count === 1 ? "" : "s"} ${action}`);
  const named = changes.slice(0, MAX_NAMED).map(({ target, before, after }) => {
    const verb = before === null ? "create" : after === null ? "delete" : "change";
    return `- ${verb} ${target.type} ${quoted(target.label)}${before !== null && after !== null ? diff(before, after) : ""}`;
  });
  const rest = left + changes.length - named.length;
  return [`It would be: ${totals.join(", ")}.`, ...named, ...(rest > 0 ? [`- and ${rest} more`] : [])].join("\n");
}

const MAX_VALUE_LENGTH = 120;

/** Values are people's text: quoted, so that they read as data. */
function diff(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string {
  const fields = Object.keys(after).map(
    (name) => `${toWireName(name)}: ${short(before[name])} → ${short(after[name])}`,
  );
  return ` (${fields.join("; ")})`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return escapeHidden(text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH).toWellFormed()}…` : text);
}
