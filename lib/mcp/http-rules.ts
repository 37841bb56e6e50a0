import { isJsonContentType } from "@modelcontextprotocol/server";
import type { Incoming } from "#lib/http/incoming.ts";
import { type Failure, INVALID_REQUEST } from "./json-rpc.ts";

/** What HTTP itself asks of a call, before anything is read: null when all is well. */
export function brokenHttpRule(request: Pick<Incoming, "method" | "headers">): Failure | null {
  if (request.method !== "POST") return METHOD_NOT_ALLOWED;
  if (!isJsonContentType(request.headers.get("content-type"))) return UNSUPPORTED_MEDIA_TYPE;
  return acceptsJson(request.headers.get("accept")) ? null : NOT_ACCEPTABLE;
}

/**
 * Clients must accept both JSON and event streams; we only ever answer with JSON, so only that is insisted on
 * (RFC 9110 §12.5.1: no header accepts anything, the more specific range decides, `q=0` refuses).
 */
function acceptsJson(accept: string | null): boolean {
  if (accept === null) return true;
  const qualities = new Map<string, number>();
  for (const range of accept.split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    qualities.set(type, quality === undefined ? 1 : Number(quality));
  }
  const quality = qualities.get("application/json") ?? qualities.get("application/*") ?? qualities.get("*/*") ?? 0;
  return quality > 0;
}

// Streamable HTTP: GET opens a stream and DELETE ends a session; there are neither.
const METHOD_NOT_ALLOWED: Failure = {
  status: 405,
  code: INVALID_REQUEST,
  reason: "method_not_allowed",
  message: "Method not allowed: send JSON-RPC messages by POST.",
  headers: { Allow: "POST" },
};
const UNSUPPORTED_MEDIA_TYPE: Failure = {
  status: 415,
  code: INVALID_REQUEST,
  reason: "unsupported_media_type",
  message: "Unsupported media type: Content-Type must be application/json.",
};
const NOT_ACCEPTABLE: Failure = {
  status: 406,
  code: INVALID_REQUEST,
  reason: "not_acceptable",
  message: "Not acceptable: Accept must allow application/json.",
};
