import { IncomingMessage } from "node:http";

/**
 * Reads a request's whole body.
 * @returns null when it is longer than `maxBytes` (the rest is left unread) or the client went away
 */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer | "too_large" | "gone"> {
  const { promise, resolve } = Promise.withResolvers<Buffer | "too_large" | "gone">();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const onData = (chunk: Buffer) => {
    sizeBytes += chunk.length;
    chunks.push(chunk);
    if (sizeBytes > maxBytes) finish("too_large");
  };
  const onEnd = () => finish(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  const onGone = () => finish("gone");
  const finish = (result: Buffer | "too_large" | "gone") => {
    req.off("data", onData).off("end", onEnd).off("error", onGone).off("close", onGone);
    req.pause();
    resolve(result);
  };
  req.on("data", onData).on("end", onEnd).on("error", onGone).on("close", onGone);
  return promise;
}

/** The length that the client declared; null where it declared none and sends in chunks. */
export function declaredLength(req: IncomingMessage): number | null {
  const length = req.headers["content-length"];
  if (length !== undefined) return Number(length);
  return req.headers["transfer-encoding"] === undefined ? 0 : null;
}

/** The same request with a body that was read already, for a handler that wants to read it from a stream. */
export function withBody(req: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(req.socket);
  copy.method = req.method;
  copy.url = req.url;
  copy.httpVersion = req.httpVersion;
  copy.httpVersionMajor = req.httpVersionMajor;
  copy.httpVersionMinor = req.httpVersionMinor;
  const { "transfer-encoding": _, ...headers } = req.headers;
  copy.headers = { ...headers, "content-length": String(body.length) };
  copy.rawHeaders = Object.entries(copy.headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((single) => [name, single]),
  );
  copy.complete = true;
  copy.push(body);
  copy.push(null);
  return copy;
}
