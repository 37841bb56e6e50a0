import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import type { Incoming } from "#lib/http/incoming.ts";
import { type PreparedTool, tools } from "./tools.ts";

/** A tool call in which there is nothing to refuse, to negotiate or to ask back about. */
export interface PlainCall {
  readonly era: "modern" | "legacy";
  readonly id: string | number;
  readonly params: { readonly name: string; readonly arguments?: Record<string, unknown> };
}

const MODERN = "2026-07-28";
const STANDARD_HEADERS = ["mcp-protocol-version", "mcp-method", "mcp-name"] as const;
/** Capabilities that change nothing for a read. A write may ask those clients back. */
const CAPABILITIES = new Set(["elicitation", "roots", "sampling"]);

/**
 * The call in a message as clients send it every day, or null: whatever is in it beyond that (progress, answers to a
 * question, a trace, an odd id, a header that says something else) is for the SDK to judge. Nothing that the SDK would
 * refuse or answer differently may pass here.
 */
export function plainCallOf({ headers }: Pick<Incoming, "headers">, body: unknown): PlainCall | null {
  if (!hasOnly(body, REQUEST) || body.jsonrpc !== "2.0" || body.method !== "tools/call") return null;
  const { id, params } = body;
  if (!isId(id) || !hasOnly(params, PARAMS)) return null;
  const { name, arguments: args, _meta: meta } = params;
  const tool = typeof name === "string" ? tools().get(name) : undefined;
  if (tool === undefined || (args !== undefined && !isRecord(args))) return null;
  const said = STANDARD_HEADERS.map((header) => headers.get(header));
  const era = meta === undefined ? legacyEra(said) : modernEra(said, meta, tool);
  if (era === null) return null;
  return { era, id, params: { name: tool.name, ...(args !== undefined && { arguments: args }) } };
}

const REQUEST = new Set(["jsonrpc", "id", "method", "params"]);
const PARAMS = new Set(["name", "arguments", "_meta"]);
const META = new Set<string>([PROTOCOL_VERSION_META_KEY, CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY]);
const CLIENT_INFO = new Set(["name", "version"]);

type Said = readonly (string | null)[];

/** Revisions before 2026-07-28 know the first of the headers only, and may leave it out. */
function legacyEra([version, method, name]: Said): "legacy" | null {
  if (method !== null || name !== null || version === undefined) return null;
  return version === null || (version !== MODERN && SUPPORTED_PROTOCOL_VERSIONS.includes(version)) ? "legacy" : null;
}

function modernEra([version, method, name]: Said, meta: unknown, tool: PreparedTool): "modern" | null {
  if (version !== MODERN || method !== "tools/call" || name !== tool.name || !hasOnly(meta, META)) return null;
  const client = meta[CLIENT_INFO_META_KEY];
  const capabilities = meta[CLIENT_CAPABILITIES_META_KEY];
  if (meta[PROTOCOL_VERSION_META_KEY] !== MODERN || !isRecord(capabilities)) return null;
  if (!hasOnly(client, CLIENT_INFO) || typeof client.name !== "string" || typeof client.version !== "string")
    return null;
  for (const [capability, value] of Object.entries(capabilities)) {
    if (tool.isWrite || !CAPABILITIES.has(capability) || !hasOnly(value, NOTHING)) return null;
  }
  return "modern";
}

const NOTHING = new Set<string>();

function isId(id: unknown): id is string | number {
  return typeof id === "string" || (typeof id === "number" && Number.isSafeInteger(id));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasOnly(value: unknown, names: ReadonlySet<string>): value is Record<string, unknown> {
  return isRecord(value) && Object.keys(value).every((name) => names.has(name));
}
