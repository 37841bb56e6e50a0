import { Server } from "@modelcontextprotocol/server";
import type { Exchange } from "./exchange.ts";
import { instructionsFor, SERVER_INFO } from "./identity.ts";
import { METHODS } from "./methods.ts";

const LIST_TTL_MS = 60_000;
// What a list shows depends on the credential: nobody else may be served from a cache of it (2026-07-28 caching).
const STABLE = { ttlMs: LIST_TTL_MS, cacheScope: "private" } as const;
const DATA = { ttlMs: 0, cacheScope: "private" } as const;

const CACHE_HINTS = {
  "server/discover": STABLE,
  "tools/list": STABLE,
  "prompts/list": STABLE,
  "resources/templates/list": STABLE,
  "resources/list": DATA,
  "resources/read": DATA,
} as const;

// Without listChanged: clients would open a stream and hold it for changes that never come.
const CAPABILITIES = {
  tools: { listChanged: false },
  resources: { listChanged: false },
  prompts: { listChanged: false },
  completions: {},
} as const;

// What comes back from people is checked by the operation, so that nothing is validated here; the default would make a validator for each request.
const NO_VALIDATOR = {
  getValidator: () => {
    throw new Error("this server validates no elicitation");
  },
};

/** Everything that can be prepared is: only the handler of the method in question is registered. */
export function protocolServer(exchange: Exchange, method: string): Server {
  const server = new Server(SERVER_INFO, {
    capabilities: CAPABILITIES,
    instructions: instructionsFor(exchange.caller),
    cacheHints: CACHE_HINTS,
    jsonSchemaValidator: NO_VALIDATOR,
  });
  METHODS.get(method)?.(server, exchange);
  return server;
}
