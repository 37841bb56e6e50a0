import { isUtf8 } from "node:buffer";

/** Deeper than any schema here; a parser of ours must never be what limits it. */
export const MAX_JSON_DEPTH = 64;

export type JsonBody =
  | { readonly ok: true; readonly bytes: Buffer; readonly body: unknown }
  | { readonly ok: false; readonly reason: "too_large" | "too_deep" | "not_json" };

/** The request's body as it was sent and as JSON, or why it is none. Never reads more than `maxBytes`. */
export async function readJsonBody(request: Request, maxBytes: number): Promise<JsonBody> {
  const bytes = await readBytes(request, maxBytes);
  return bytes === "too_large" ? { ok: false, reason: "too_large" } : parseJsonBody(bytes);
}

/** The same for a body that was read already; null: it could not be read. */
export function parseJsonBody(bytes: Buffer | null): JsonBody {
  // RFC 8259 §8.1: JSON between systems is UTF-8; replacing what is not would store something else than was sent.
  if (bytes === null || !isUtf8(bytes)) return { ok: false, reason: "not_json" };
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    return isTooDeep(body) ? { ok: false, reason: "too_deep" } : { ok: true, bytes, body };
  } catch {
    return { ok: false, reason: "not_json" };
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Buffer | "too_large" | null> {
  const declared = request.headers.get("content-length");
  if (Number(declared) > maxBytes) return "too_large";
  try {
    // With a declared length, node itself holds the body to it.
    return declared === null ? await readStream(request, maxBytes) : Buffer.from(await request.arrayBuffer());
  } catch {
    return null;
  }
}

async function readStream({ body }: Request, maxBytes: number): Promise<Buffer | "too_large"> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  if (body === null) return Buffer.alloc(0);
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) return "too_large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without recursion: the value is the caller's. */
function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_JSON_DEPTH) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const item of Array.isArray(value) ? value : Object.values(value)) next.push(item);
    }
    level = next;
  }
  return false;
}
