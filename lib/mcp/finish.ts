import type { ErrorCode } from "#lib/errors/index.ts";
import type { Exchange } from "./exchange.ts";
import {
  errorObject,
  type Failure,
  failureResponse,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  type JsonRpcId,
  reasonOfCode,
} from "./json-rpc.ts";
import { METHODS } from "./methods.ts";
import { type ProtocolCall, recordProtocolCall } from "./record.ts";

/** What a message was answered with. Null: it was a notification. */
export type Answer = Readonly<Record<string, unknown>> | null;

const ACTIONS: ReadonlyMap<string, ProtocolCall["action"]> = new Map([
  ["initialize", "mcp.initialize"],
  ["server/discover", "mcp.discover"],
  ["ping", "mcp.ping"],
  ["tools/list", "mcp.tools.list"],
]);

const ERROR_CODES: ReadonlyMap<number, ErrorCode> = new Map([
  [403, "forbidden"],
  [429, "rate_limited"],
  [500, "internal"],
]);

/** Records a refusal of the edge and answers it. */
export async function refuse(
  exchange: Exchange,
  failure: Failure,
  { id = null, params }: { readonly id?: JsonRpcId; readonly params?: unknown } = {},
): Promise<Response> {
  if (!exchange.isRecorded) await recordFailure(exchange, failure, params);
  return failureResponse(failure, id);
}

export function recordFailure(
  exchange: Exchange,
  { status, reason }: Pick<Failure, "status" | "reason">,
  params?: unknown,
  foldedCount = 1,
): Promise<void> {
  const isDenied = status === 403 || status === 429;
  return recordProtocolCall(exchange, {
    action: "mcp.request",
    status: isDenied ? "denied" : "error",
    errorCode: ERROR_CODES.get(status) ?? "validation",
    errorReason: reason,
    params,
    foldedCount,
  });
}

/**
 * The last step of a message that the SDK has answered: a handler's failure replaces its answer, and what no handler
 * has recorded is recorded now, before it leaves.
 */
export async function finish(exchange: Exchange, method: string, id: JsonRpcId, response: Response): Promise<Response> {
  if (exchange.failure !== null) return failureResponse(exchange.failure, id);
  if (exchange.isRecorded) return response;
  // subscriptions/listen is the one stream: acknowledged without any subscription, and closed at once.
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  const text = isJson ? await response.text() : null;
  const answer = text === null ? null : (JSON.parse(text) as Answer);
  const corrected = withCallersFault(method, answer);
  await recordAnswer(exchange, method, response.status, corrected);
  if (text === null) return response;
  const body = corrected === answer ? text : JSON.stringify(corrected);
  return new Response(body, { status: response.status, headers: response.headers });
}

/** The same for an answer that is one of several, or that has to become one. */
export async function finishAnswer(exchange: Exchange, method: string, id: JsonRpcId, answer: Answer): Promise<Answer> {
  if (exchange.failure !== null) return errorObject(exchange.failure, id);
  if (exchange.isRecorded) return answer;
  const corrected = withCallersFault(method, answer);
  await recordAnswer(exchange, method, 200, corrected);
  return corrected;
}

/**
 * Parameters that don't fit a method's schema are the caller's fault; the SDK calls them an internal error, with its
 * validator's words. Our own handlers have recorded what failed in them, and never come here.
 */
function withCallersFault(method: string, answer: Answer): Answer {
  if (errorCodeOf(answer) !== INTERNAL_ERROR || !METHODS.has(method)) return answer;
  const error = { code: INVALID_PARAMS, message: `The parameters of ${method} don't fit its schema.` };
  return { ...answer, error };
}

function recordAnswer(exchange: Exchange, method: string, status: number, answer: Answer): Promise<void> {
  const code = errorCodeOf(answer);
  const params = { method };
  if (code !== null || status >= 400) {
    const reason = status === 499 ? "client_closed_request" : reasonOfCode(code ?? 0, status);
    return recordFailure(exchange, { status, reason }, params);
  }
  return recordProtocolCall(exchange, { action: ACTIONS.get(method) ?? "mcp.request", status: "success", params });
}

function errorCodeOf(answer: Answer): number | null {
  const error = answer?.error;
  if (typeof error !== "object" || error === null) return null;
  const { code } = error as { code?: unknown };
  return typeof code === "number" ? code : null;
}
