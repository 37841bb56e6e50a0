import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { DATA_POLICY } from "./security-headers.ts";

const DRAIN_MS = 5_000;
const DRAIN_BYTES = 32 * 1024 * 1024;
// JSON-RPC 2.0 §5.1: an invalid request, and an internal error.
const JSONRPC_INVALID_REQUEST = -32_600;
const JSONRPC_INTERNAL_ERROR = -32_603;

export interface Refusal {
  readonly status: number;
  /** Plain words for whoever called; nothing internal. */
  readonly detail: string;
}

/** The body of a refusal: JSON-RPC at /mcp, problem details (RFC 9457) everywhere else. */
export function refusalBody(
  path: string,
  { status, detail }: Refusal,
  requestId: string,
): { type: string; body: string } {
  if (path === "/mcp") {
    const code = status >= 500 ? JSONRPC_INTERNAL_ERROR : JSONRPC_INVALID_REQUEST;
    const error = { code, message: detail, data: { requestId } };
    return { type: "application/json", body: JSON.stringify({ jsonrpc: "2.0", id: null, error }) };
  }
  const problem = { type: "about:blank", title: STATUS_CODES[status], status, detail, requestId };
  return { type: "application/problem+json", body: JSON.stringify(problem) };
}

/** A handler's own refusal, in the same form. */
export function problemResponse(
  refusal: Refusal,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { type, body } = refusalBody("", refusal, requestId);
  return new Response(body, {
    status: refusal.status,
    headers: { "Content-Type": type, "Cache-Control": "no-store", ...headers },
  });
}

/** Answers instead of a door. */
export function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  refusal: Refusal,
  requestId: string,
): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { type, body } = refusalBody(path, refusal, requestId);
  answerUnread(req, res, refusal.status, { "Content-Type": type, "Cache-Control": "no-store" }, body);
}

/** Answers a request whose body is left unread: what the client is still sending is thrown away, so that it sees the answer. */
export function answerUnread(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  res.setHeader("Content-Security-Policy", DATA_POLICY);
  res.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
  if (req.method !== "HEAD") res.write(body);
  // Ending would close the connection under a client that is still sending, and it would see a broken pipe instead.
  discard(req, () => res.end());
}

/** For what never became a request: the parser gave up, or the client was too slow. */
export function refuseSocket(socket: Duplex, refusal: Refusal): void {
  // node:http keeps the answer under way here; a second one must not go into the middle of it.
  const { _httpMessage: answer } = socket as { _httpMessage?: { readonly headersSent: boolean } | null };
  if (!socket.writable || answer?.headersSent) {
    socket.destroy();
    return;
  }
  const { type, body } = refusalBody("", refusal, crypto.randomUUID());
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Content-Security-Policy: ${DATA_POLICY}`,
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function discard(req: IncomingMessage, done: () => void): void {
  if (req.complete || req.destroyed) {
    done();
    return;
  }
  let sizeBytes = 0;
  const timer = setTimeout(() => req.destroy(), DRAIN_MS).unref();
  req.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > DRAIN_BYTES) req.destroy();
  });
  req.once("close", () => {
    clearTimeout(timer);
    done();
  });
  req.on("error", () => undefined);
  req.resume();
}
