import { config } from "#lib/env/index.ts";
import { isOwnOrigin } from "#lib/http/addresses.ts";
import type { Incoming } from "#lib/http/incoming.ts";
import { type Failure, INVALID_REQUEST } from "./json-rpc.ts";

const PREFLIGHT_SECONDS = 600;
const ALLOWED_HEADERS =
  "authorization, content-type, accept, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id, last-event-id, traceparent, tracestate, baggage";
const EXPOSED_HEADERS = "WWW-Authenticate, Retry-After, X-Request-Id, MCP-Protocol-Version, MCP-Session-Id";

/**
 * Streamable HTTP, "Security warning": an Origin that is there must be one we know, or the request is refused. Programs
 * send none. Known are our own, any loopback one while PUBLIC_URL is a loopback address, and those that the operator allows.
 */
export function isAllowedOrigin(origin: string | null): boolean {
  if (origin === null) return true;
  const served = config();
  return isOwnOrigin(origin, served) || served.mcpAllowedOrigins.includes(origin);
}

export const FOREIGN_ORIGIN: Failure = {
  status: 403,
  code: INVALID_REQUEST,
  reason: "origin_not_allowed",
  message: "Requests from this origin are not accepted.",
};

/** https://fetch.spec.whatwg.org/#cors-preflight-request */
export function isPreflight(request: Pick<Incoming, "method" | "headers">): boolean {
  return (
    request.method === "OPTIONS" &&
    request.headers.has("origin") &&
    request.headers.has("access-control-request-method")
  );
}

export function preflightResponse(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Methods": "POST",
      "Access-Control-Allow-Headers": ALLOWED_HEADERS,
      "Access-Control-Max-Age": String(PREFLIGHT_SECONDS),
    },
  });
}

/** What every answer carries: never cached, and readable for the page that asked, if it may. */
export function setCommonHeaders(response: Response, request: Pick<Incoming, "headers">, requestId: string): Response {
  const { headers } = response;
  headers.set("Cache-Control", "no-store");
  headers.set("X-Request-Id", requestId);
  const origin = request.headers.get("origin");
  if (origin === null) return response;
  headers.append("Vary", "Origin");
  if (!isAllowedOrigin(origin)) return response;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
  return response;
}
