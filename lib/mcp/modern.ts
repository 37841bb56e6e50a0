import {
  type AuthInfo,
  createMcpHandler,
  type McpHttpHandler,
  PROTOCOL_VERSION_META_KEY,
  type Server,
} from "@modelcontextprotocol/server";
import type { Exchange } from "./exchange.ts";
import { methodOf } from "./json-rpc.ts";

// The SDK's handler holds nothing between requests; one for each module instance is enough.
let handler: McpHttpHandler | undefined;

/** True when the message says by itself which revision it is in: 2026-07-28 and later. */
export function isModern(body: unknown): boolean {
  const meta = (body as { params?: { _meta?: unknown } | null } | null)?.params?._meta;
  return typeof meta === "object" && meta !== null && Object.hasOwn(meta, PROTOCOL_VERSION_META_KEY);
}

/** Revision 2026-07-28: everything about one message is in it; the SDK checks headers, envelope and method. */
export async function serveModern(request: Request, exchange: Exchange, body: unknown): Promise<Response> {
  handler ??= createMcpHandler((context) => serverOf(context.authInfo), { legacy: "reject" });
  return handler.fetch(request, { authInfo: carrier(exchange, methodOf(body)), parsedBody: body });
}

/** The SDK hands this through to the factory; the key itself goes no further than its verification. */
function carrier(exchange: Exchange, method: string): AuthInfo {
  const { id, scopes } = exchange.caller.actor;
  return { token: "", clientId: id, scopes: [...scopes], extra: { exchange, method } };
}

function serverOf(authInfo: AuthInfo | undefined): Server {
  if (authInfo?.extra === undefined) throw new Error("the SDK hands authInfo through as it is");
  const { exchange, method } = authInfo.extra as { exchange: Exchange; method: string };
  return exchange.serverFor(exchange, method);
}
