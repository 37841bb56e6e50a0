/** https://www.jsonrpc.org/specification §5.1 */
export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
const METHOD_NOT_FOUND = -32_601;
export const INVALID_PARAMS = -32_602;
export const INTERNAL_ERROR = -32_603;

export type JsonRpcId = string | number | null;

/** An answer that is not a result: what HTTP and JSON-RPC say about it, and the stable reason for the audit log. */
export interface Failure {
  readonly status: number;
  readonly code: number;
  /** Safe for callers. */
  readonly message: string;
  readonly reason: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function errorObject({ code, message, data }: Failure, id: JsonRpcId) {
  return { jsonrpc: "2.0", id, error: { code, message, ...(data && { data }) } } as const;
}

export function failureResponse(failure: Failure, id: JsonRpcId = null): Response {
  return Response.json(errorObject(failure, id), { status: failure.status, headers: failure.headers });
}

/** The id to answer with, where the body has one that JSON-RPC 2.0 §4 allows. */
export function idOf(body: unknown): JsonRpcId {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const { id } = body as { id?: unknown };
  return typeof id === "string" || typeof id === "number" ? id : null;
}

const REASONS: Readonly<Record<number, string>> = {
  [PARSE_ERROR]: "parse_error",
  [INVALID_REQUEST]: "invalid_request",
  [METHOD_NOT_FOUND]: "method_not_found",
  [INVALID_PARAMS]: "invalid_params",
  [INTERNAL_ERROR]: "internal_error",
  // 2026-07-28 basic/index, "Error codes".
  [-32_020]: "header_mismatch",
  [-32_021]: "missing_client_capability",
  [-32_022]: "unsupported_protocol_version",
};

/** A stable word for the audit log. */
export function reasonOfCode(code: number, status: number): string {
  return REASONS[code] ?? `http_${status}`;
}

export const REQUEST_WITHOUT_ID: Failure = {
  status: 400,
  code: INVALID_REQUEST,
  reason: "invalid_request",
  message: "A request needs an id.",
};

/** The method that a message names; empty where it names none. */
export function methodOf(message: unknown): string {
  const method = (message as { method?: unknown } | null)?.method;
  return typeof method === "string" ? method : "";
}
