import { bodyStream } from "./body-stream.ts";

/** Bytes from 0, both inclusive. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface RangedFile {
  readonly sizeBytes: number;
  /** Of its content, which never changes. */
  readonly sha256: string;
  readonly read: (range: ByteRange) => AsyncGenerator<Uint8Array>;
}

/** A file, or the one part of it that a download goes on with (RFC 9110 §14). */
export function rangedResponse(request: Request, file: RangedFile, headers: Record<string, string>): Response {
  const { sizeBytes, sha256 } = file;
  const etag = `"${sha256}"`;
  const range = request.method === "GET" ? askedRange(request.headers, sizeBytes, etag) : null;
  const about = { ...headers, "accept-ranges": "bytes", etag };
  if (range === "unsatisfiable") {
    return new Response(null, { status: 416, headers: { ...about, "content-range": `bytes */${sizeBytes}` } });
  }
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
  return new Response(request.method === "HEAD" ? null : bodyStream(file.read({ first, last })), {
    status: range === null ? 200 : 206,
    headers: {
      ...about,
      "content-length": String(last - first + 1),
      ...(range && { "content-range": `bytes ${first}-${last}/${sizeBytes}` }),
    },
  });
}

/**
 * Null: the whole file, also for several ranges at once, for what is no range, and where `If-Range` names another
 * content: a server may leave `Range` aside, and must for the last (RFC 9110 §14.2, §13.1.5).
 */
export function askedRange(headers: Headers, sizeBytes: number, etag: string): ByteRange | "unsatisfiable" | null {
  const condition = headers.get("if-range");
  if (condition !== null && condition !== etag) return null;
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/i.exec(headers.get("range")?.trim() ?? "") ?? [];
  if (from === "" && to === "") return null;
  const end = sizeBytes - 1;
  if (from === "")
    return Number(to) === 0 || end < 0 ? "unsatisfiable" : { first: Math.max(sizeBytes - Number(to), 0), last: end };
  const first = Number(from);
  const last = to === "" ? end : Math.min(Number(to), end);
  if (to !== "" && Number(to) < first) return null;
  return first > end ? "unsatisfiable" : { first, last };
}
