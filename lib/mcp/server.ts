import { ProtocolError, Server } from "@modelcontextprotocol/server";
import { callTool } from "./call-tool.ts";
import type { Exchange } from "./exchange.ts";
import { instructionsFor, SERVER_INFO } from "./identity.ts";
import { INVALID_PARAMS } from "./json-rpc.ts";
import { recordProtocolCall } from "./record.ts";
import { visibleTools } from "./tools.ts";

const TOOLS_TTL_MS = 60_000;
// What a list shows depends on the credential: nobody else may be served from a cache of it (2026-07-28 caching).
const CACHE_HINT = { ttlMs: TOOLS_TTL_MS, cacheScope: "private" } as const;

// Nothing here elicits, so that nothing is ever validated; the default would make a validator for each request.
const NO_VALIDATOR = {
  getValidator: () => {
    throw new Error("this server validates no elicitation");
  },
};

/**
 * The protocol server of one message. Everything that can be prepared is: only two handlers are registered here.
 */
export function protocolServer(exchange: Exchange): Server {
  const server = new Server(SERVER_INFO, {
    // Without listChanged: clients would open a stream and hold it for changes that never come.
    capabilities: { tools: { listChanged: false } },
    instructions: instructionsFor(exchange.caller),
    cacheHints: { "tools/list": CACHE_HINT, "server/discover": CACHE_HINT },
    jsonSchemaValidator: NO_VALIDATOR,
  });
  server.setRequestHandler("tools/list", async ({ params }) => {
    if (params?.cursor !== undefined)
      throw new ProtocolError(INVALID_PARAMS, "There is no such page: all tools are on one.");
    await recordProtocolCall(exchange, { action: "mcp.tools.list", status: "success" });
    return { tools: visibleTools(exchange.caller.actor.permissions) };
  });
  server.setRequestHandler("tools/call", ({ params }) => callTool(exchange, params));
  return server;
}
