import type { Change } from "#lib/audit/index.ts";
import type { Preview } from "#lib/safe-writes/index.ts";
import { escapeHidden } from "./hidden-characters.ts";
import { quoted } from "./quoted.ts";
import { toWireName } from "./wire-names.ts";

const MAX_NAMED = 10;
const MAX_VALUE_LENGTH = 120;
/** What a client's window can be expected to show, and a person to read, before a yes. */
const MAX_QUESTION_LENGTH = 4_000;

/** A preview as far as it can be read in one go; what is cut says where the whole is. */
export function inBrief({ changes, counts, left }: Preview): string {
  const named = changes.slice(0, MAX_NAMED).map((change) => inLines(change, short));
  const rest = left + changes.length - named.length;
  const isCut = named.some((text) => text.includes(CUT));
  return [
    totals(counts),
    ...named,
    ...(rest > 0 ? [`- and ${rest} more: preview.changes goes on with them`] : []),
    ...(isCut ? [`Values that end in ${CUT} are whole in preview.changes.`] : []),
  ].join("\n");
}

/** All of a preview, every field that would be written; null when that is more than a client's question can show. */
export function inFull({ changes, counts, left }: Preview): string | null {
  if (left > 0 || changes.length > MAX_QUESTION_LENGTH) return null;
  const text = [totals(counts), ...changes.map((change) => inLines(change, whole))].join("\n");
  return text.length > MAX_QUESTION_LENGTH ? null : text;
}

function totals(counts: Preview["counts"]): string {
  return `It would be: ${counts.map(({ type, action, count }) => `${count} ${type}${count === 1 ? "" : "s"} ${action}`).join(", ")}.`;
}

function inLines({ target, before, after }: Change, show: (value: unknown) => string): string {
  const verb = before === null ? "create" : after === null ? "delete" : "change";
  const fields =
    before !== null && after !== null
      ? Object.keys(after).map((name) => `${toWireName(name)}: ${show(before[name])} → ${show(after[name])}`)
      : Object.entries(before ?? after ?? {})
          .filter(([, value]) => !isEmpty(value))
          .map(([name, value]) => `${toWireName(name)}: ${show(value)}`);
  return [`- ${verb} ${target.type} ${quoted(target.label)}`, ...fields.map((field) => `    ${field}`)].join("\n");
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

const CUT = "…";

/** Values are people's text: as JSON, so that they read as data. */
function whole(value: unknown): string {
  return escapeHidden(JSON.stringify(value ?? null));
}

function short(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return escapeHidden(
    text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH).toWellFormed()}${CUT}` : text,
  );
}
