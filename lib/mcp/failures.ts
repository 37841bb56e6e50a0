import { type AppError, type ErrorCode, HTTP_STATUS } from "#lib/errors/index.ts";
import { challenge } from "./challenge.ts";
import { type Failure, INTERNAL_ERROR } from "./json-rpc.ts";

/** Where each error belongs: in the tool's result, where a model reads it, or to the protocol, where its client does. */
const WIRE_FORM = {
  validation: "tool_result",
  unauthenticated: "http",
  forbidden: "tool_result",
  step_up_required: "tool_result",
  not_found: "tool_result",
  conflict: "tool_result",
  confirmation_required: "tool_result",
  preview_stale: "tool_result",
  rate_limited: "http",
  unavailable: "http",
  internal: "json_rpc",
} as const satisfies Record<ErrorCode, "tool_result" | "http" | "json_rpc">;

export function isToolResult(error: AppError): boolean {
  return WIRE_FORM[error.code] === "tool_result";
}

/** An error as the protocol says it; a wait goes into `Retry-After` (RFC 9110 §10.2.3). */
export function failureOf(error: AppError, requestId: string): Failure {
  const { reason, retryAfterSeconds } = error.details;
  const status = WIRE_FORM[error.code] === "json_rpc" ? 200 : HTTP_STATUS[error.code];
  return {
    status,
    // JSON-RPC's own range is the protocol's; ours are the HTTP status (2026-07-28 basic/index, "Error codes").
    code: error.code === "internal" ? INTERNAL_ERROR : HTTP_STATUS[error.code],
    message: error.message,
    reason: reason ?? error.code,
    data: { code: error.code, ...(reason !== undefined && { reason }), requestId },
    headers: {
      ...(retryAfterSeconds !== undefined && { "Retry-After": String(retryAfterSeconds) }),
      ...(error.code === "unauthenticated" && {
        "WWW-Authenticate": challenge({ error: "invalid_token", error_description: error.message }),
      }),
    },
  };
}
