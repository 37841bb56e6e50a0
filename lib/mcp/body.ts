import { type JsonBody, MAX_JSON_DEPTH, parseJsonBody, readJsonBody } from "#lib/http/json-body.ts";
import { type Failure, INVALID_REQUEST, PARSE_ERROR } from "./json-rpc.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/** The body as JSON, or why it is none. */
export async function readJson(request: Request): Promise<ReadBody> {
  return checked(await readJsonBody(request, MAX_BODY_BYTES));
}

/** The same for a body of at most the same length that was read already. */
export function parseJson(bytes: Buffer): ReadBody {
  return bytes.length > MAX_BODY_BYTES ? { failure: FAILURES.too_large } : checked(parseJsonBody(bytes));
}

export type ReadBody = { readonly body: unknown } | { readonly failure: Failure };

function checked(read: JsonBody): ReadBody {
  if (!read.ok) return { failure: FAILURES[read.reason] };
  return hasPrototypeKey(read.bytes, read.body) ? { failure: PROTOTYPE_KEY } : { body: read.body };
}

/**
 * A member called `__proto__` means nothing to us, and something to careless code: such a body is refused as a whole,
 * before any library copies it. Bodies that can't have one cost no more than a look at their bytes.
 */
function hasPrototypeKey(bytes: Buffer, body: unknown): boolean {
  if (!bytes.includes("proto") && !bytes.includes("\\u00")) return false;
  const rest: unknown[] = [body];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "__proto__")) return true;
    for (const item of Object.values(value)) rest.push(item);
  }
  return false;
}

const PROTOTYPE_KEY: Failure = {
  status: 400,
  code: INVALID_REQUEST,
  reason: "prototype_key",
  message: "No member of the request may be called __proto__.",
};

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
