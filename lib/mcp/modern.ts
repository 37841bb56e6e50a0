import {
  type AuthInfo,
  createMcpHandler,
  type McpHttpHandler,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/server";
import type { Exchange } from "./exchange.ts";
import { protocolServer } from "./server.ts";

// The SDK's handler holds nothing between requests; one for each module instance is enough.
let handler: McpHttpHandler | undefined;

/** True when the message says by itself which revision it is in: 2026-07-28 and later. */
export function isModern(body: unknown): boolean {
  const meta = (body as { params?: { _meta?: unknown } | null } | null)?.params?._meta;
  return typeof meta === "object" && meta !== null && Object.hasOwn(meta, PROTOCOL_VERSION_META_KEY);
}

/** Revision 2026-07-28: everything about one message is in it; the SDK checks headers, envelope and method. */
export async function serveModern(request: Request, exchange: Exchange, body: unknown): Promise<Response> {
  handler ??= createMcpHandler((context) => protocolServer(exchangeOf(context.authInfo)), { legacy: "reject" });
  return handler.fetch(request, { authInfo: carrier(exchange), parsedBody: body });
}

/** The SDK hands this through to the factory; the key itself goes no further than its verification. */
function carrier(exchange: Exchange): AuthInfo {
  const { id, scopes } = exchange.caller.actor;
  return { token: "", clientId: id, scopes: [...scopes], extra: { exchange } };
}

function exchangeOf(authInfo: AuthInfo | undefined): Exchange {
  return authInfo?.extra?.exchange as Exchange;
}
