import {
  type JSONRPCRequest,
  PerRequestHTTPServerTransport,
  SdkError,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import { AppError, isAppError } from "#lib/errors/index.ts";
import type { Exchange } from "./exchange.ts";
import { failureOf } from "./failures.ts";
import { type Answer, finish, finishAnswer, refuse } from "./finish.ts";
import { errorObject, type Failure, INVALID_REQUEST, idOf, REQUEST_WITHOUT_ID } from "./json-rpc.ts";
import { refuseWithoutScope } from "./scope.ts";
import { traced } from "./traced.ts";

/** The only revision with batches (2025-03-26 basic, "Batching"); also what a missing header means. */
const BATCHING_VERSION = "2025-03-26";
const MAX_BATCH_SIZE = 100;

/**
 * Revisions before 2026-07-28, statelessly: no session is ever given out, so none is needed. Answered with JSON, which
 * those revisions allow for every request; a stream would only be framing around the one answer.
 */
export async function serveLegacy(
  request: Request,
  body: unknown,
  exchangeFor: (message: unknown) => Exchange,
): Promise<Response> {
  const version = request.headers.get("mcp-protocol-version");
  const whole = exchangeFor(body);
  if (version !== null && !isInitialize(body) && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
    return refuse(whole, UNSUPPORTED_VERSION, { id: idOf(body) });
  }
  if (!Array.isArray(body)) return traced(whole, body, (exchange) => serveOne(request, body as Message, exchange));
  const failure = brokenBatchRule(body, version);
  return failure ? refuse(whole, failure) : serveBatch(body as Message[], exchangeFor);
}

/** Checked already to be a request, a notification or a response (JSON-RPC 2.0 §4, §5). */
interface Message {
  readonly method?: string;
  readonly id?: string | number;
}

async function serveOne(request: Request, message: Message, exchange: Exchange): Promise<Response> {
  const failure = brokenMessageRule(message);
  if (failure) return refuse(exchange, failure, { params: { method: message.method } });
  if (message.id === undefined) return new Response(null, { status: 202 });
  const refusal = await refuseWithoutScope(exchange, message);
  if (refusal) return refuse(exchange, refusal, { id: message.id });
  const response = await dispatch(message, exchange, request);
  // In these revisions 404 means a session that is gone; an unknown method is an ordinary answer.
  const plain = response.status === 404 ? new Response(response.body, { headers: response.headers }) : response;
  return finish(exchange, message.method ?? "", message.id, plain);
}

/** One after the other: the order of writes is the caller's. What a message can't have of HTTP it gets as an error. */
async function serveBatch(
  messages: readonly Message[],
  exchangeFor: (message: unknown) => Exchange,
): Promise<Response> {
  const answers: Answer[] = [];
  for (const message of messages) {
    if (message.id === undefined) continue;
    const { id } = message;
    const own = { ...exchangeFor(message), startedAt: performance.now() };
    answers.push(await traced(own, message, (exchange) => answerInBatch(message, id, exchange)));
  }
  return answers.length === 0 ? new Response(null, { status: 202 }) : Response.json(answers);
}

async function answerInBatch(message: Message, id: string | number, exchange: Exchange): Promise<Answer> {
  try {
    const refusal = await refuseWithoutScope(exchange, message);
    if (refusal) return errorObject(refusal, id);
    const response = await dispatch(message, exchange);
    return await finishAnswer(exchange, message.method ?? "", id, (await response.json()) as Answer);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return errorObject(failureOf(error, exchange.source.requestId), id);
  }
}

async function dispatch(message: Message, exchange: Exchange, request?: Request): Promise<Response> {
  const transport = new PerRequestHTTPServerTransport({ classification: { era: "legacy" } });
  const server = exchange.serverFor(exchange, message.method ?? "");
  await server.connect(transport);
  try {
    return await transport.handleMessage(message as JSONRPCRequest, { request });
  } catch (error) {
    if (error instanceof SdkError) return new Response(null, { status: 499 });
    throw new AppError("internal", "Something went wrong on our side.", { cause: error });
  }
}

function brokenBatchRule(batch: readonly unknown[], version: string | null): Failure | null {
  if (version !== null && version !== BATCHING_VERSION) return NO_BATCHES;
  if (batch.length > MAX_BATCH_SIZE) return BATCH_TOO_LONG;
  if (batch.some(isInitialize)) return invalid("initialize must not be part of a batch.");
  const ids = batch.flatMap((message) => (message as Message).id ?? []);
  if (new Set(ids).size < ids.length) return invalid("The ids in a batch must differ.");
  for (const message of batch) {
    const failure = brokenMessageRule(message as Message);
    if (failure) return failure;
  }
  return null;
}

/** Streamable HTTP, "Sending messages": what can't be accepted is answered with an HTTP error. */
function brokenMessageRule({ method, id }: Message): Failure | null {
  if (method === undefined) return invalid("This server asks its clients nothing, so there is nothing to respond to.");
  if (id === undefined && !method.startsWith("notifications/")) return REQUEST_WITHOUT_ID;
  return null;
}

function isInitialize(message: unknown): boolean {
  return typeof message === "object" && message !== null && (message as Message).method === "initialize";
}

function invalid(message: string): Failure {
  return { status: 400, code: INVALID_REQUEST, reason: "invalid_request", message };
}

const NO_BATCHES = invalid(`Batches exist in the revision ${BATCHING_VERSION} only.`);
const BATCH_TOO_LONG = invalid(`A batch must not have more than ${MAX_BATCH_SIZE} messages.`);
const UNSUPPORTED_VERSION: Failure = {
  status: 400,
  // What the SDK answers, and clients know; this range is grandfathered for it.
  code: -32_000,
  reason: "unsupported_protocol_version",
  message: `Bad Request: Unsupported protocol version (supported versions: ${SUPPORTED_PROTOCOL_VERSIONS.join(", ")})`,
};
