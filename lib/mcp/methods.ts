import { ProtocolError, type Server } from "@modelcontextprotocol/server";
import { callTool } from "./call-tool.ts";
import { complete } from "./completion.ts";
import { roundOf } from "./elicitation.ts";
import type { Exchange } from "./exchange.ts";
import { INVALID_PARAMS } from "./json-rpc.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { recordProtocolCall } from "./record.ts";
import { listResources, listTemplates, readResource } from "./resources.ts";
import { visibleTools } from "./tools.ts";

type Register = (server: Server, exchange: Exchange) => void;

/** What the server answers beyond the handshake, which is the SDK's: one handler for each method. */
export const METHODS: ReadonlyMap<string, Register> = new Map<string, Register>([
  [
    "tools/call",
    (server, exchange) =>
      server.setRequestHandler("tools/call", ({ params }, ctx) => callTool(exchange, params, roundOf(ctx))),
  ],
  [
    "tools/list",
    (server, exchange) => server.setRequestHandler("tools/list", ({ params }) => listTools(exchange, params?.cursor)),
  ],
  [
    "resources/list",
    (server, exchange) =>
      server.setRequestHandler("resources/list", ({ params }) => listResources(exchange, params?.cursor)),
  ],
  [
    "resources/templates/list",
    (server, exchange) =>
      server.setRequestHandler("resources/templates/list", ({ params }) => listTemplates(exchange, params?.cursor)),
  ],
  [
    "resources/read",
    (server, exchange) =>
      server.setRequestHandler("resources/read", ({ params }) => readResource(exchange, params.uri)),
  ],
  [
    "prompts/list",
    (server, exchange) =>
      server.setRequestHandler("prompts/list", ({ params }) => listPrompts(exchange, params?.cursor)),
  ],
  [
    "prompts/get",
    (server, exchange) => server.setRequestHandler("prompts/get", ({ params }) => getPrompt(exchange, params)),
  ],
  [
    "completion/complete",
    (server, exchange) => server.setRequestHandler("completion/complete", ({ params }) => complete(exchange, params)),
  ],
]);

/** What the SDK answers by itself, and what clients tell without asking (2025-11-25 and 2026-07-28). */
const OF_THE_PROTOCOL: ReadonlySet<string> = new Set([
  "initialize",
  "ping",
  "server/discover",
  "subscriptions/listen",
  "notifications/initialized",
  "notifications/cancelled",
  "notifications/progress",
  "notifications/roots/list_changed",
]);

/** Whether a method's name is the protocol's, and not something that a caller has made up. */
export function isKnownMethod(method: string): boolean {
  return METHODS.has(method) || OF_THE_PROTOCOL.has(method);
}

async function listTools(exchange: Exchange, cursor: string | undefined) {
  if (cursor !== undefined) throw new ProtocolError(INVALID_PARAMS, "There is no such page: all tools are on one.");
  await recordProtocolCall(exchange, { action: "mcp.tools.list", status: "success" });
  return { tools: visibleTools(exchange.caller.actor.permissions) };
}
