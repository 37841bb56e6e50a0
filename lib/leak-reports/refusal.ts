import { type JsonBody, MAX_JSON_DEPTH } from "#lib/http/json-body.ts";
import { MAX_REPORTED_TOKENS } from "./schemas.ts";

export const MAX_BODY_BYTES = 1024 * 1024;

/** What a request is refused with; on the wire as problem details (RFC 9457). */
export class Refusal {
  readonly status: number;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }
}

export const NOT_POST = new Refusal(405, "Send reports by POST.", { Allow: "POST" });
export const NOT_JSON = new Refusal(415, "Content-Type must be application/json.");
export const NOT_A_REPORT = new Refusal(
  400,
  `Send { "tokens": ["…"] } or { "keys": [{ "token": "…", "url": "…" }] } with 1 to ${MAX_REPORTED_TOKENS} of them.`,
);
// RFC 9110 §15.5.2: a 401 names a scheme.
export const NOT_SIGNED = new Refusal(401, "A list of matches must be signed by a scanning partner.", {
  "WWW-Authenticate": 'Signature realm="leaked-keys"',
});
export const BADLY_SIGNED = new Refusal(403, "The signature does not verify.");

export const UNREADABLE = {
  too_large: new Refusal(413, `The request's body must not exceed ${MAX_BODY_BYTES} bytes.`),
  too_deep: new Refusal(400, `The request is nested more than ${MAX_JSON_DEPTH} levels deep.`),
  not_json: new Refusal(400, "The request's body is not valid JSON in UTF-8."),
} as const satisfies Record<Extract<JsonBody, { ok: false }>["reason"], Refusal>;

export function tooMany(retryAfterSeconds: number): Refusal {
  return new Refusal(429, `Too many reports. Try again in ${retryAfterSeconds} seconds.`, {
    "Retry-After": String(retryAfterSeconds),
  });
}
