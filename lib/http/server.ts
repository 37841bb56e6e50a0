import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { logger } from "#lib/observability/index.ts";
import { refuseSocket } from "./refuse.ts";

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const TIMEOUT_CHECK_MS = 2_000;
// Longer than the usual load balancer's idle time, so that it is never we who close a connection it is just using.
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const IDLE_CHECK_MS = 50;

const PARSER_REFUSALS: Readonly<Record<string, { status: number; detail: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: "The request's headers are too long." },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: "The request took too long to arrive." },
};
const MALFORMED = { status: 400, detail: "The request is malformed." };

/** An HTTP server with bounds on how slowly and how oddly a client may speak. */
export function makeServer({ production }: Pick<Config, "production">): Server {
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // The guard answers a missing Host itself, with our own headers.
    requireHostHeader: false,
    // Only development's hot reload upgrades; some clients offer HTTP/2 that way and must simply be answered.
    shouldUpgradeCallback: () => !production,
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || error.code === "EPIPE") socket.destroy();
    else refuseSocket(socket, PARSER_REFUSALS[error.code ?? ""] ?? MALFORMED);
  });
  return server;
}

/** @throws AppError `unavailable` when the address can't be taken, saying why */
export async function listen(server: Server, listener: RequestListener, { host, port }: Config): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.on("request", listener).listen(port, host, resolve);
  try {
    await promise;
  } catch (cause) {
    throw new AppError("unavailable", cannotListen(cause as NodeJS.ErrnoException, host, port), { cause });
  } finally {
    server.off("error", reject);
  }
  server.on("error", (error) => logger().error({ err: error }, "server failed"));
}

/** Accepts nothing new, lets requests under way end, and cuts off what is left after `timeoutMs`. */
export async function drain(server: Server, timeoutMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // A connection that becomes idle later would otherwise be kept alive for its next request.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const deadline = new AbortController();
  await Promise.race([promise, wait(timeoutMs, undefined, { signal: deadline.signal }).catch(() => undefined)]);
  deadline.abort();
  clearInterval(idle);
  server.closeAllConnections();
}

function cannotListen({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  const at = `${host}:${port}`;
  if (code === "EADDRINUSE") return `Another program already listens on ${at}. Stop it, or set PORT to a free port.`;
  if (code === "EACCES") return `This user may not listen on ${at}. Set PORT to 1024 or more.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `HOST ${host} is no address of this machine.`;
  return `Can't listen on ${at} (${code ?? "unknown reason"}).`;
}
