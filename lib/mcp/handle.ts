import { type Authentication, authenticateApiKey, noteUse } from "#lib/api-keys/index.ts";
import { HTTP_STATUS } from "#lib/errors/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { toAppError } from "#lib/kernel/index.ts";
import { readJson } from "./body.ts";
import { unauthenticatedResponse } from "./challenge.ts";
import { FOREIGN_ORIGIN, isAllowedOrigin, isPreflight, preflightResponse, setCommonHeaders } from "./cors.ts";
import { demandOf } from "./demand.ts";
import { declaredClient, type Exchange, type ServerFactory, sourceOfMessage, sourceOfRequest } from "./exchange.ts";
import { failureOf } from "./failures.ts";
import { finish, refuse } from "./finish.ts";
import { brokenHttpRule } from "./http-rules.ts";
import { type Failure, failureResponse, idOf, methodOf, REQUEST_WITHOUT_ID } from "./json-rpc.ts";
import { serveLegacy } from "./legacy.ts";
import { admitWithinBudgets, refuseOverLimit } from "./limits.ts";
import { isModern, serveModern } from "./modern.ts";
import { classify } from "./route.ts";
import { refuseWithoutScope } from "./scope.ts";
import { protocolServer } from "./server.ts";

/**
 * Answers one request to /mcp, on any host of web-standard handlers. Never rejects; nothing that anybody else wrote
 * (an exception's text, SQL) is in the answer.
 * @param source where the request came from, as the process itself saw it
 */
export function handleMcp(request: Request, source: RequestSource): Promise<Response> {
  return handleMcpWith(protocolServer, request, source);
}

/** The same around another protocol server: the conformance suite's fixtures go through everything that a product has. */
export async function handleMcpWith(
  serverFor: ServerFactory,
  request: Request,
  source: RequestSource,
): Promise<Response> {
  const { requestId } = source;
  try {
    return setCommonHeaders(await answer(serverFor, request, source), request, requestId);
  } catch (error) {
    const appError = toAppError(error, requestId);
    const failure = { ...failureOf(appError, requestId), status: HTTP_STATUS[appError.code] };
    return setCommonHeaders(failureResponse(failure), request, requestId);
  }
}

async function answer(serverFor: ServerFactory, request: Request, source: RequestSource): Promise<Response> {
  const startedAt = performance.now();
  const isForeign = !isAllowedOrigin(request.headers.get("origin"));
  if (isPreflight(request)) return isForeign ? failureResponse(FOREIGN_ORIGIN) : preflightResponse();
  const authentication = await authenticateApiKey(request.headers.get("authorization"), source);
  if (!authentication.ok) return isForeign ? failureResponse(FOREIGN_ORIGIN) : unauthenticatedResponse(authentication);
  const { key } = authentication;
  const exchange = makeExchange(
    serverFor,
    request,
    authentication,
    startedAt,
    sourceOfRequest(request.headers, source),
  );
  const flood = await refuseOverLimit(exchange, 1);
  if (flood) return flood;
  const broken = isForeign ? FOREIGN_ORIGIN : brokenHttpRule(request);
  const read = broken === null ? await readJson(request) : { failure: broken };
  const body = "failure" in read ? null : read.body;
  noteUse(key, { ...source, at: new Date(), client: declaredClient(paramsOf(body)) });
  const admitted = await admitWithinBudgets(exchange, key, demandOf(body), body);
  if (admitted instanceof Response) return admitted;
  if (broken) return refuse(exchange, broken, { params: { httpMethod: request.method } });
  if ("failure" in read) return refuse(exchange, read.failure);
  return serve(request, body, (message) => ({
    ...admitted,
    source: sourceOfMessage(request.headers, source, paramsOf(message)),
  }));
}

async function serve(request: Request, body: unknown, exchangeFor: (message: unknown) => Exchange): Promise<Response> {
  if (!isModern(body)) {
    const route = classify(request, body);
    if (route.kind === "refused") return refuse(exchangeFor(body), route.failure, { id: idOf(body) });
    if (route.kind === "legacy") {
      const flood = Array.isArray(body) ? await refuseOverLimit(exchangeFor(null), body.length - 1) : null;
      return flood ?? serveLegacy(request, body, exchangeFor);
    }
  }
  const exchange = exchangeFor(body);
  const refusal = requestWithoutId(body) ?? (await refuseWithoutScope(exchange, body));
  if (refusal) return refuse(exchange, refusal, { id: idOf(body) });
  const response = await serveModern(request, exchange, body);
  return response.status === 202 ? response : finish(exchange, methodOf(body), idOf(body), response);
}

function makeExchange(
  serverFor: ServerFactory,
  { signal }: Request,
  { actor, workspace }: Extract<Authentication, { ok: true }>,
  startedAt: number,
  source: Exchange["source"],
): Exchange {
  return { caller: { actor, workspace }, source, signal, serverFor, startedAt, isRecorded: false, failure: null };
}

function paramsOf(message: unknown): unknown {
  return (message as { params?: unknown } | null)?.params;
}

/** The SDK takes everything without an id for a notification, and accepts it in silence. */
function requestWithoutId(message: unknown): Failure | null {
  const hasId = (message as { id?: unknown } | null)?.id !== undefined;
  return hasId || methodOf(message).startsWith("notifications/") ? null : REQUEST_WITHOUT_ID;
}
