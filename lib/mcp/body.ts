import { type JsonBody, MAX_JSON_DEPTH, readJsonBody } from "#lib/http/json-body.ts";
import { type Failure, INVALID_REQUEST, PARSE_ERROR } from "./json-rpc.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/** The body as JSON, or why it is none. */
export async function readJson(request: Request): Promise<{ readonly body: unknown } | { readonly failure: Failure }> {
  const read = await readJsonBody(request, MAX_BODY_BYTES);
  return read.ok ? { body: read.body } : { failure: FAILURES[read.reason] };
}

const FAILURES = {
  too_large: {
    status: 413,
    code: INVALID_REQUEST,
    reason: "body_too_large",
    message: `The request's body must not exceed ${MAX_BODY_BYTES} bytes.`,
  },
  too_deep: {
    status: 400,
    code: INVALID_REQUEST,
    reason: "nested_too_deeply",
    message: `The request is nested more than ${MAX_JSON_DEPTH} levels deep.`,
  },
  not_json: {
    status: 400,
    code: PARSE_ERROR,
    reason: "parse_error",
    message: "Parse error: the request body is not valid JSON in UTF-8.",
  },
} as const satisfies Record<Extract<JsonBody, { ok: false }>["reason"], Failure>;
