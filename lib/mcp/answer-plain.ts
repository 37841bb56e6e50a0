import type { Reply } from "#lib/http/incoming.ts";
import { callTool } from "./call-tool.ts";
import type { Round } from "./elicitation.ts";
import type { Exchange } from "./exchange.ts";
import { recordFailure, refuse } from "./finish.ts";
import { SERVER_INFO } from "./identity.ts";
import { failureResponse } from "./json-rpc.ts";
import type { PlainCall } from "./plain-call.ts";
import { refuseWithoutScope } from "./scope.ts";

const NOBODY_TO_ASK: Round = { canElicit: false, answer: null };

/** 2026-07-28 basic/index: what the SDK adds to every result. */
const MODERN_PARTS = {
  resultType: "complete",
  _meta: { "io.modelcontextprotocol/serverInfo": SERVER_INFO },
} as const;

/**
 * Answers a plain call past the SDK, which builds a server, a transport and several copies of the message and of its
 * answer for each. Byte for byte what the SDK makes of it: `plain-calls.int.test.ts` compares the two.
 */
export async function answerPlain(exchange: Exchange, call: PlainCall): Promise<Reply | Response> {
  const { id, params, era } = call;
  const refusal = await refuseWithoutScope(exchange, { jsonrpc: "2.0", id, method: "tools/call", params });
  if (refusal) return refuse(exchange, refusal, { id });
  if (exchange.signal.aborted) return cancelled(exchange);
  try {
    const result = await callTool(exchange, params, NOBODY_TO_ASK);
    return reply({ result: era === "modern" ? { ...result, ...MODERN_PARTS } : result, jsonrpc: "2.0", id });
  } catch (error) {
    if (exchange.failure === null) throw error;
    return failureResponse(exchange.failure, id);
  }
}

/** The client went away before anything began: nobody sees the answer, and the log says so. */
async function cancelled(exchange: Exchange): Promise<Response> {
  await recordFailure(exchange, { status: 499, reason: "client_closed_request" }, { method: "tools/call" });
  return new Response(null, { status: 499 });
}

function reply(message: unknown): Reply {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(message) };
}
