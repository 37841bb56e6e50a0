import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Change } from "#lib/audit/index.ts";
import { AppError, type ErrorCode } from "#lib/errors/index.ts";
import type { Outcome } from "#lib/kernel/index.ts";
import { beginningOf, type Preview } from "#lib/safe-writes/index.ts";
import { escapeHidden } from "./hidden-characters.ts";
import { quoted } from "./quoted.ts";
import { type PreparedTool, tools } from "./tools.ts";
import { waitingSentence } from "./waiting-sentence.ts";
import { toWireDeep, toWireName, toWirePath, toWireText } from "./wire-names.ts";
import { toWire } from "./wire-shape.ts";

type Wire = Record<string, unknown>;

/** The data as JSON for clients that hand on text alone, a sentence for whoever reads along, and the data itself. */
export function resultOf(tool: PreparedTool, outcome: Outcome<unknown>): CallToolResult {
  const structuredContent = toWire(tool.outputShape, tool.isWrite ? flatten(outcome) : outputOf(outcome)) as Wire;
  nameInside(structuredContent);
  const sentence = tool.isWrite ? writeSentence(outcome) : readSentence(tool, structuredContent);
  return {
    content: [
      // First, because clients that know no structured content parse the first block (2025-11-25 server/tools).
      { type: "text", text: escapeHidden(JSON.stringify(structuredContent)) },
      { type: "text", text: sentence },
    ],
    structuredContent,
  };
}

/** An operation's error in the names of the wire. */
export function inWireNames({ names }: PreparedTool, error: AppError): AppError {
  const { fieldErrors, current } = error.details;
  return new AppError(error.code, toWireText(error.message, names), {
    ...error.details,
    fieldErrors:
      fieldErrors &&
      Object.fromEntries(
        Object.entries(fieldErrors).map(([path, messages]) => [
          toWirePath(path, names),
          messages.map((message) => toWireText(message, names)),
        ]),
      ),
    current: namedFields(toWireDeep(current)),
  });
}

/** What went wrong and what to do next, for a model. Without structured content: that would have to be a success. */
export function errorResult(error: AppError): CallToolResult {
  const { code, message, details } = error;
  const { reason, fieldErrors = {}, current, requiredScopes } = details;
  const fields = Object.entries(fieldErrors).map(([path, messages]) => `${path || "input"}: ${messages.join("; ")}`);
  const json = {
    code,
    message,
    ...(reason !== undefined && { reason }),
    ...(fields.length > 0 && { fields: fieldErrors }),
    ...(requiredScopes !== undefined && { required_scopes: requiredScopes }),
    ...(current !== undefined && { current }),
  };
  const sentences = [message, ...fields, nextStep(error)].filter((part) => part !== "");
  return {
    content: [
      { type: "text", text: sentences.join("\n") },
      { type: "text", text: escapeHidden(JSON.stringify({ error: json })) },
    ],
    isError: true,
  };
}

/** What a model does best after each error; those without a sentence never become a tool's result, or say it all. */
const NEXT_STEPS = {
  validation: "Correct the input and call again.",
  unauthenticated: "",
  forbidden: "Don't retry: a person has to change what this credential or its owner may do.",
  step_up_required: "",
  not_found: "Nothing with that id exists in this workspace and environment. Look it up with a list or search tool.",
  conflict: "The current state is below. Decide anew, and call again with its version only if it is still right.",
  confirmation_required: "",
  preview_stale: "",
  rate_limited: "",
  unavailable: "",
  internal: "",
} as const satisfies Record<ErrorCode, string>;

/** The same for reasons that need other words than their code. */
const NEXT_STEPS_BY_REASON: Readonly<Record<string, string>> = {
  confirm_token_used:
    "Tell your user that it is done; first_result below says where to look. Don't call the write's tool again for it.",
  confirm_token_of_another_credential: "Call the write's own tool to get a preview of your own.",
  confirm_token_of_predecessor: "Call the write's own tool to get a preview of your own.",
  confirm_token_unknown: "list_pending_writes names what waits for this key, with its tokens.",
  wrong_phrase: "Never type it yourself: ask your user again, or call cancel_write when they say no.",
  write_rejected: "",
  writes_paused: "Stop writing, don't retry, and tell your user. A person has to let this key write again.",
  too_many_rows:
    "Stop writing, don't retry, don't split it into smaller calls, and tell your user. Unless this was a dry run, the writes of this key are paused now until a person lets it write again.",
  preview_too_large:
    "Don't retry. Tell your user: a person can do it in the browser, or ask for it in smaller parts, each with its own preview.",
  writes_frozen: "Stop writing, don't retry, and tell your user. A person lifts the freeze.",
};

function nextStep({ code, details }: AppError): string {
  const byReason = NEXT_STEPS_BY_REASON[details.reason ?? ""];
  if (byReason !== undefined) return byReason;
  return code === "conflict" && details.current === undefined ? "" : NEXT_STEPS[code];
}

function outputOf(outcome: Outcome<unknown>): unknown {
  return outcome.status === "done" || outcome.status === "dry_run" ? outcome.output : {};
}

/** The members of lib/kernel/outcome's `outcomeSchema`. */
function flatten(outcome: Outcome<unknown>): Wire {
  switch (outcome.status) {
    case "done":
    case "dry_run":
      return { status: outcome.status, ...(outcome.output as Wire), changes: outcome.changes.map(view) };
    // Whoever confirms sees nothing but this.
    case "confirmation_required":
      return { ...outcome, preview: inViews(outcome.preview) };
    // Whoever approves sees all of it in the browser.
    case "approval_required":
      return { ...outcome, preview: inViews(beginningOf(outcome.preview, MAX_CHANGES_BESIDE_PAGE)) };
  }
}

/** Values that are keyed by another tool's names: what confirm_write executed, and the previews that are listed. */
function nameInside(content: Wire): void {
  const executed = typeof content.tool === "string" ? tools().get(content.tool) : undefined;
  if (executed && "result" in content) content.result = toWire(executed.outputShape, content.result);
  if (!Array.isArray(content.items)) return;
  for (const { preview } of content.items as readonly { readonly preview?: { changes: unknown[] } }[]) {
    if (preview) preview.changes = (preview.changes as Change[]).map(view);
  }
}

const MAX_CHANGES_BESIDE_PAGE = 500;

function inViews(preview: Preview) {
  return { ...preview, changes: preview.changes.map(view) };
}

/** Snapshots are keyed by field names. */
function view({ target, before, after }: Change) {
  return { target, before: toWireDeep(before), after: toWireDeep(after) };
}

function readSentence(tool: PreparedTool, output: Wire): string {
  if (!Array.isArray(output.items)) return `${tool.title}: done.`;
  const count = `${output.items.length} ${output.items.length === 1 ? "item" : "items"}`;
  const more = typeof output.next_cursor === "string" ? " There are more: call again with cursor = next_cursor." : "";
  return `${tool.title}: ${count}.${more}`;
}

function writeSentence(outcome: Outcome<unknown>): string {
  switch (outcome.status) {
    case "done":
      return outcome.changes.length === 0
        ? "Done: nothing had to change."
        : `Done: ${changesInWords(outcome.changes)}.`;
    case "dry_run":
      return outcome.changes.length === 0
        ? "Dry run, nothing was written: nothing would have to change."
        : `Dry run, nothing was written. It would be so: ${changesInWords(outcome.changes)}.`;
    case "confirmation_required":
    case "approval_required":
      return waitingSentence(outcome);
  }
}

const MAX_NAMED_CHANGES = 5;

function changesInWords(changes: readonly Change[]): string {
  const named = changes.slice(0, MAX_NAMED_CHANGES).map(({ target, before, after }) => {
    const verb = before === null ? "created" : after === null ? "deleted" : "updated";
    return `${verb} ${target.type} ${quoted(target.label)}`;
  });
  const rest = changes.length - named.length;
  return named.join(", ") + (rest > 0 ? `, and ${rest} more` : "");
}

/** A conflict's differences name fields: `{ field: "dueOn" }` is `{ "field": "due_on" }` on the wire. */
function namedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(namedFields);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      name === "field" && typeof item === "string" ? toWireName(item) : namedFields(item),
    ]),
  );
}
