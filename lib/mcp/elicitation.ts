import {
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Outcome } from "#lib/kernel/index.ts";
import type { Preview } from "#lib/safe-writes/index.ts";
import { inFull } from "./preview-words.ts";

const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const KEY = "confirm";
const FIELD = "confirmation";

/** What a call says about being asked: whether its client can be, and what came back. */
export interface Round {
  readonly canElicit: boolean;
  readonly answer: Answer | null;
}

/** A user's answer to what was asked before, and the state that was asked on. */
export interface Answer {
  readonly token: string;
  /** Null: they said no. */
  readonly phrase: string | null;
}

/**
 * 2026-07-28 basic/patterns/mrtr: a repeated call carries the answers and the state. Both are the caller's word: the
 * state is a confirm token, sealed, bound and good for once. Without an answer the call is as new, and asked again.
 */
export function roundOf({ mcpReq }: Pick<ServerContext, "mcpReq">): Round {
  const { envelope, inputResponses } = mcpReq;
  const token = mcpReq.requestState();
  const response = inputResponse(inputResponses, KEY);
  const isAnswered = typeof token === "string" && response.kind === "elicit";
  const phrase = isAnswered && response.action === "accept" ? String(response.content?.[FIELD] ?? "") : null;
  return {
    canElicit: hasForms(envelope as Readonly<Record<string, unknown>> | undefined),
    answer: isAnswered ? { token, phrase } : null,
  };
}

/** 2026-07-28 client/elicitation, "Capabilities": an empty object means form mode. */
function hasForms(envelope: Readonly<Record<string, unknown>> = {}): boolean {
  const { elicitation } = (envelope[CAPABILITIES] ?? {}) as { elicitation?: unknown };
  if (typeof elicitation !== "object" || elicitation === null) return false;
  return "form" in elicitation || !("url" in elicitation);
}

/** Whether the client's question can show all that would be written. What doesn't fit is never asked for there. */
export function fitsQuestion(preview: Preview): boolean {
  return inFull(preview) !== null;
}

/**
 * Asks the client's own user, in its own window, to confirm what is shown there; null when that can't be all of it.
 */
export function askToConfirm(
  waiting: Extract<Outcome<unknown>, { status: "confirmation_required" }>,
): InputRequiredResult | null {
  const { phrase, confirmToken, preview } = waiting;
  const shown = inFull(preview);
  if (shown === null) return null;
  return inputRequired({
    requestState: confirmToken,
    inputRequests: {
      [KEY]: inputRequired.elicit({
        message: `${shown}\n\nType ${phrase} to let it happen.`,
        requestedSchema: {
          type: "object",
          properties: { [FIELD]: { type: "string", title: `Type ${phrase}`, maxLength: 100 } },
          required: [FIELD],
        },
      }),
    },
  });
}
