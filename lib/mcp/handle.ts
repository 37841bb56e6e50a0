import { type Authentication, authenticateApiKey, noteUse } from "#lib/api-keys/index.ts";
import { HTTP_STATUS } from "#lib/errors/index.ts";
import type { Incoming, Reply } from "#lib/http/incoming.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { toAppError } from "#lib/kernel/index.ts";
import { answerPlain } from "./answer-plain.ts";
import { parseJson, type ReadBody, readJson } from "./body.ts";
import { unauthenticatedResponse } from "./challenge.ts";
import { FOREIGN_ORIGIN, isAllowedOrigin, isPreflight, preflightResponse, setCommonHeaders } from "./cors.ts";
import { demandOf } from "./demand.ts";
import {
  declaredClient,
  type Exchange,
  type ServerFactory,
  sourceOfMessage,
  sourceOfRequest,
  traceOf,
} from "./exchange.ts";
import { failureOf } from "./failures.ts";
import { finish, refuse } from "./finish.ts";
import { brokenHttpRule } from "./http-rules.ts";
import { type Failure, failureResponse, idOf, methodOf, REQUEST_WITHOUT_ID } from "./json-rpc.ts";
import { serveLegacy } from "./legacy.ts";
import { admitWithinBudgets, refuseOverLimit } from "./limits.ts";
import { isModern, serveModern } from "./modern.ts";
import { plainCallOf } from "./plain-call.ts";
import { classify } from "./route.ts";
import { refuseWithoutScope } from "./scope.ts";
import { protocolServer } from "./server.ts";
import { traced } from "./traced.ts";

/**
 * Answers one request to /mcp, on any host of web-standard handlers. Never rejects; nothing that anybody else wrote
 * (an exception's text, SQL) is in the answer.
 * @param source where the request came from, as the process itself saw it
 */
export function handleMcp(request: Request, source: RequestSource): Promise<Response> {
  return handleMcpWith(protocolServer, request, source);
}

/**
 * The same around another protocol server: the conformance suite's fixtures go through everything that a product has.
 * Every call is the SDK's then, which the product itself asks for what is out of the ordinary.
 */
export async function handleMcpWith(
  serverFor: ServerFactory,
  request: Request,
  source: RequestSource,
): Promise<Response> {
  const { requestId } = source;
  const answered = await answerOrFail(
    { serverFor, incoming: request, readBody: () => readJson(request), request },
    source,
  );
  if (answered instanceof Response) return setCommonHeaders(answered, request, requestId);
  const { status, headers, body } = answered;
  return setCommonHeaders(new Response(body, { status, headers }), request, requestId);
}

/**
 * The same for a plain tool call, without web-standard objects around it: its host has read the body.
 * @returns null when it is anything else
 */
export function answerPlainCall(
  incoming: Incoming,
  bytes: Buffer,
  source: RequestSource,
): Promise<Reply | Response> | null {
  const { headers } = incoming;
  if (headers.has("origin") || brokenHttpRule(incoming) !== null) return null;
  const read = parseJson(bytes);
  if ("failure" in read || plainCallOf(incoming, read.body) === null) return null;
  return answerAndFinish({ serverFor: protocolServer, incoming, readBody: () => read, request: null }, source);
}

async function answerAndFinish(asked: Asked, source: RequestSource): Promise<Reply | Response> {
  const answered = await answerOrFail(asked, source);
  if (answered instanceof Response) return setCommonHeaders(answered, asked.incoming, source.requestId);
  const headers = { "cache-control": "no-store", ...answered.headers, "x-request-id": source.requestId };
  return { ...answered, headers };
}

/** A request with what can be done with it. */
interface Asked {
  readonly serverFor: ServerFactory;
  readonly incoming: Incoming;
  readonly readBody: () => ReadBody | Promise<ReadBody>;
  /** Null where only plain calls come. */
  readonly request: Request | null;
}

async function answerOrFail(asked: Asked, source: RequestSource): Promise<Reply | Response> {
  try {
    return await answer(asked, source);
  } catch (error) {
    const appError = toAppError(error, source.requestId);
    return failureResponse({ ...failureOf(appError, source.requestId), status: HTTP_STATUS[appError.code] });
  }
}

async function answer(asked: Asked, source: RequestSource): Promise<Reply | Response> {
  const { incoming } = asked;
  const { headers } = incoming;
  const startedAt = performance.now();
  const isForeign = !isAllowedOrigin(headers.get("origin"));
  if (isPreflight(incoming)) return isForeign ? failureResponse(FOREIGN_ORIGIN) : preflightResponse();
  const authentication = await authenticateApiKey(headers.get("authorization"), source);
  if (!authentication.ok) return isForeign ? failureResponse(FOREIGN_ORIGIN) : unauthenticatedResponse(authentication);
  const { key } = authentication;
  const exchange = makeExchange(asked, authentication, startedAt, sourceOfRequest(headers, source));
  const flood = await refuseOverLimit(exchange, 1);
  if (flood) return flood;
  const broken = isForeign ? FOREIGN_ORIGIN : brokenHttpRule(incoming);
  const read = broken === null ? await asked.readBody() : { failure: broken };
  const body = "failure" in read ? null : read.body;
  noteUse(key, { ...source, at: new Date(), client: declaredClient(paramsOf(body)) });
  const sourceOf = (message: unknown) => sourceOfMessage(headers, source, paramsOf(message));
  const admitted = await admitWithinBudgets(exchange, key, demandOf(body), { body, source: () => sourceOf(body) });
  if (admitted instanceof Response) return admitted;
  if (broken) return refuse(exchange, broken, { params: { httpMethod: incoming.method } });
  if ("failure" in read) return refuse(exchange, read.failure);
  return serve(asked, body, (message) => ({
    ...admitted,
    source: sourceOf(message),
    trace: traceOf(headers, paramsOf(message)),
  }));
}

async function serve(
  { serverFor, incoming, request }: Asked,
  body: unknown,
  exchangeFor: (message: unknown) => Exchange,
): Promise<Reply | Response> {
  const plain = serverFor === protocolServer ? plainCallOf(incoming, body) : null;
  if (plain !== null) return traced(exchangeFor(body), body, (exchange) => answerPlain(exchange, plain));
  if (request === null) throw new Error("only a plain call comes without its request");
  if (!isModern(body)) {
    const route = classify(request, body);
    if (route.kind === "refused") return refuse(exchangeFor(body), route.failure, { id: idOf(body) });
    if (route.kind === "legacy") {
      const flood = Array.isArray(body) ? await refuseOverLimit(exchangeFor(null), body.length - 1) : null;
      return flood ?? serveLegacy(request, body, exchangeFor);
    }
  }
  return traced(exchangeFor(body), body, (exchange) => answerModern(request, exchange, body));
}

async function answerModern(request: Request, exchange: Exchange, body: unknown): Promise<Response> {
  const refusal = requestWithoutId(body) ?? (await refuseWithoutScope(exchange, body));
  if (refusal) return refuse(exchange, refusal, { id: idOf(body) });
  const response = await serveModern(request, exchange, body);
  return response.status === 202 ? response : finish(exchange, methodOf(body), idOf(body), response);
}

function makeExchange(
  { serverFor, incoming: { signal } }: Asked,
  { actor, workspace }: Extract<Authentication, { ok: true }>,
  startedAt: number,
  source: Exchange["source"],
): Exchange {
  return {
    caller: { actor, workspace },
    source,
    trace: null,
    signal,
    serverFor,
    startedAt,
    isRecorded: false,
    failure: null,
  };
}

function paramsOf(message: unknown): unknown {
  return (message as { params?: unknown } | null)?.params;
}

/** The SDK takes everything without an id for a notification, and accepts it in silence. */
function requestWithoutId(message: unknown): Failure | null {
  const hasId = (message as { id?: unknown } | null)?.id !== undefined;
  return hasId || methodOf(message).startsWith("notifications/") ? null : REQUEST_WITHOUT_ID;
}
