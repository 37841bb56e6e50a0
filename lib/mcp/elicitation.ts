import {
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Outcome } from "#lib/kernel/index.ts";
import { inWords } from "./waiting-sentence.ts";

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

/** Asks the client's own user, in its own window, to confirm what was shown. */
export function askToConfirm(
  waiting: Extract<Outcome<unknown>, { status: "confirmation_required" }>,
): InputRequiredResult {
  const { phrase, confirmToken } = waiting;
  return inputRequired({
    requestState: confirmToken,
    inputRequests: {
      [KEY]: inputRequired.elicit({
        message: `${inWords(waiting)}\n\nType ${phrase} to let it happen.`,
        requestedSchema: {
          type: "object",
          properties: { [FIELD]: { type: "string", title: `Type ${phrase}`, maxLength: 100 } },
          required: [FIELD],
        },
      }),
    },
  });
}
