import { isUtf8 } from "node:buffer";
import { type Failure, INVALID_REQUEST, PARSE_ERROR } from "./json-rpc.ts";

export const MAX_BODY_BYTES = 1024 * 1024;
/** Deeper than any schema here; a parser of ours must never be what limits it. */
const MAX_DEPTH = 64;

/** The body as JSON, or why it is none. */
export async function readJson(request: Request): Promise<{ readonly body: unknown } | { readonly failure: Failure }> {
  const bytes = await readBytes(request);
  if (bytes === "too_large") return { failure: TOO_LARGE };
  // RFC 8259 §8.1: JSON between systems is UTF-8; replacing what is not would store something else than was sent.
  if (bytes === null || !isUtf8(bytes)) return { failure: NO_JSON };
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    return isTooDeep(body) ? { failure: TOO_DEEP } : { body };
  } catch {
    return { failure: NO_JSON };
  }
}

async function readBytes(request: Request): Promise<Buffer | "too_large" | null> {
  const declared = request.headers.get("content-length");
  if (Number(declared) > MAX_BODY_BYTES) return "too_large";
  try {
    // With a declared length, node itself holds the body to it.
    return declared === null ? await readStream(request) : Buffer.from(await request.arrayBuffer());
  } catch {
    return null;
  }
}

async function readStream({ body }: Request): Promise<Buffer | "too_large"> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  if (body === null) return Buffer.alloc(0);
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) return "too_large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without recursion: the value is the caller's. */
function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const item of Array.isArray(value) ? value : Object.values(value)) next.push(item);
    }
    level = next;
  }
  return false;
}

const TOO_LARGE: Failure = {
  status: 413,
  code: INVALID_REQUEST,
  reason: "body_too_large",
  message: `The request's body must not exceed ${MAX_BODY_BYTES} bytes.`,
};
const TOO_DEEP: Failure = {
  status: 400,
  code: INVALID_REQUEST,
  reason: "nested_too_deeply",
  message: `The request is nested more than ${MAX_DEPTH} levels deep.`,
};
const NO_JSON: Failure = {
  status: 400,
  code: PARSE_ERROR,
  reason: "parse_error",
  message: "Parse error: the request body is not valid JSON in UTF-8.",
};
