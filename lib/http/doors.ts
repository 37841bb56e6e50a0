import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Config } from "#lib/env/index.ts";
import { logger } from "#lib/observability/index.ts";
import { declaredLength, readBody, withBody } from "./body.ts";
import { type Guarded, guard } from "./guard.ts";
import type { Incoming, Reply } from "./incoming.ts";
import { answerUnread, refusalBody, refuse } from "./refuse.ts";
import type { RequestSource } from "./source.ts";
import { isStopping } from "./stopping.ts";

const PAGE_BODY_BYTES = 4 * 1024 * 1024;
/** What programs send: their doors hold it to the same bound themselves. */
const BODY_BYTES: ReadonlyMap<string, number> = new Map([
  ["/mcp", 1024 * 1024],
  ["/api/leaked-keys", 1024 * 1024],
]);

const INTERNAL_ERROR = { status: 500, detail: "Something went wrong on our side." };

export interface Doors {
  /** Answers /mcp ahead of Next.js. */
  readonly mcp: (request: Request, source: RequestSource) => Promise<Response>;
  /** The same for what can be answered without web-standard objects around it; null: it can't. */
  readonly plainCall?: (incoming: Incoming, body: Buffer, source: RequestSource) => Promise<Reply | Response> | null;
  /** Answers everything else, and /mcp too where the configuration says so. */
  readonly next: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
}

/** The process's one request listener: the guard first, then the door that the path belongs to. */
export function requestListener(doors: Doors, config: Config): RequestListener {
  const mcpListener = listenerFor(doors.mcp);
  return (req, res) => {
    const guarded = guard(req, res, config);
    if (isStopping()) res.setHeader("Connection", "close");
    answer(req, res, guarded).catch((error: unknown) => {
      logger().error({ err: error, requestId: guarded.requestId, path: guarded.path }, "request failed");
      refuse(req, res, guarded.path, INTERNAL_ERROR, guarded.requestId);
    });
  };

  async function answer(req: IncomingMessage, res: ServerResponse, guarded: Guarded): Promise<void> {
    const { path, requestId, refusal } = guarded;
    if (refusal !== null) return refuse(req, res, path, refusal, requestId);
    const throughListener = path === "/mcp" && config.mcpDoor === "listener";
    const maxBytes = BODY_BYTES.get(path) ?? PAGE_BODY_BYTES;
    const length = declaredLength(req);
    if (length !== null && length > maxBytes) return refuseTooLarge(req, res, guarded, maxBytes);
    if (!throughListener && length !== null) return doors.next(req, res);
    const body = await readBody(req, maxBytes);
    if (body === "gone") return;
    if (body === "too_large") return refuseTooLarge(req, res, guarded, maxBytes);
    if (!throughListener) return doors.next(withBody(req, body), res);
    const answered = doors.plainCall?.(incomingOf(req, res), body, guarded.source) ?? null;
    return answered === null ? mcpListener(req, res, guarded, body) : write(res, await answered);
  }

  async function refuseTooLarge(req: IncomingMessage, res: ServerResponse, guarded: Guarded, maxBytes: number) {
    const { path, requestId, source } = guarded;
    const detail = `The request's body must not exceed ${maxBytes} bytes.`;
    if (path !== "/mcp") return refuse(req, res, path, { status: 413, detail }, requestId);
    // Its door knows who asks, and records it. It sees the headers, with a length that it refuses without reading.
    const headers = new Headers(pairs(req.rawHeaders));
    headers.set("Content-Length", String(maxBytes + 1));
    const answer = await doors.mcp(new Request(new URL(path, config.publicUrl), { method: "POST", headers }), source);
    answerUnread(req, res, answer.status, Object.fromEntries(answer.headers), await answer.text());
  }
}

/** Node's request as far as a plain call is looked at. Its headers are joined as a web-standard request joins them. */
function incomingOf(req: IncomingMessage, res: ServerResponse): Incoming {
  const get = (name: string) => {
    const value = req.headers[name];
    return typeof value === "string" ? value : null;
  };
  const has = (name: string) => req.headers[name] !== undefined;
  const signal = {
    get aborted() {
      return res.closed;
    },
  };
  return { method: req.method ?? "", headers: { get, has }, signal };
}

/** Writes what the listener would write of the same answer, in the same order. */
async function write(res: ServerResponse, answered: Reply | Response): Promise<void> {
  const isReply = !(answered instanceof Response);
  const headers = isReply ? answered.headers : Object.fromEntries(answered.headers);
  const body = isReply ? answered.body : await answered.text();
  if (res.closed) return;
  res.writeHead(answered.status, { ...headers, "content-length": Buffer.byteLength(body) });
  res.end(body);
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : []));
}

/** A web-standard handler on node's request and response, with the body that was read already. */
function listenerFor(handle: Doors["mcp"]) {
  const guards = new WeakMap<object, Guarded>();
  const listener = getRequestListener(
    (request, env) => {
      const guarded = guards.get(env.incoming);
      if (guarded === undefined) throw new Error("a request came past the guard");
      return handle(request, guarded.source).catch((error: unknown) => internalError(error, guarded));
    },
    { overrideGlobalObjects: false, errorHandler: (error) => internalError(error, null) },
  );
  return async (req: IncomingMessage, res: ServerResponse, guarded: Guarded, body: Buffer): Promise<void> => {
    guards.set(req, guarded);
    await listener(Object.assign(req, { rawBody: body }), res);
  };
}

function internalError(error: unknown, guarded: Guarded | null): Response {
  const requestId = guarded?.requestId ?? crypto.randomUUID();
  logger().error({ err: error, requestId, path: "/mcp" }, "request failed");
  const { type, body } = refusalBody("/mcp", INTERNAL_ERROR, requestId);
  return new Response(body, { status: INTERNAL_ERROR.status, headers: { "Content-Type": type } });
}
