import { createApiKey } from "#lib/api-keys/index.ts";
import type { Scope } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { sourceFromHeaders } from "#lib/http/source.ts";
import { invoke } from "#lib/kernel/index.ts";
import { handleMcp } from "#lib/mcp/index.ts";
import { userContext } from "./contexts.ts";
import { outputOf } from "./outcome.ts";
import type { TestWorkspace } from "./workspace.ts";

export const MODERN = "2026-07-28";
export type Era = "modern" | "legacy";

export interface Key {
  readonly id: string;
  readonly token: string;
}

/** A key of the workspace: every scope unless told otherwise. */
export async function createKey(
  workspace: TestWorkspace,
  { scopes, environment = "staging" }: { scopes?: readonly Scope[]; environment?: Environment } = {},
): Promise<Key> {
  const access = scopes ? { access: "custom", scopes } : { access: "write" };
  const name = `cursor-${newId().slice(-12)}`;
  const input = { name, environment, ...access };
  const { apiKey, token } = await outputOf(invoke(createApiKey, userContext(workspace, "owner", null), input));
  return { id: apiKey.id, token };
}

/** What came back, whatever it was. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or null. */
  readonly json: ReplyBody | null;
  readonly requestId: string;
}

export interface ReplyBody {
  readonly id?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly result?: ToolResult & Record<string, unknown>;
}

export interface ToolResult {
  readonly isError?: boolean;
  readonly content?: readonly { readonly text: string }[];
  readonly structuredContent?: Record<string, unknown>;
}

/** Sends one HTTP request through the handler. */
export async function send(init: RequestInit & { readonly path?: string }): Promise<Reply> {
  const { path = "/mcp", ...rest } = init;
  const request = new Request(`http://127.0.0.1:3000${path}`, { method: "POST", ...rest });
  const requestId = newId();
  const source = { ...sourceFromHeaders(request.headers), ip: "203.0.113.9", requestId };
  const response = await handleMcp(request, source);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text), requestId };
}

/** One well-formed JSON-RPC request. */
export function sendMessage(
  token: string | null,
  method: string,
  params: Record<string, unknown> = {},
  { era = "modern", headers = {} }: { readonly era?: Era; readonly headers?: Record<string, string> } = {},
): Promise<Reply> {
  const isModern = era === "modern";
  const sent = new Headers({ "content-type": "application/json", accept: "application/json, text/event-stream" });
  if (isModern) {
    sent.set("mcp-protocol-version", MODERN);
    sent.set("mcp-method", method);
    if (typeof params.name === "string") sent.set("mcp-name", params.name);
  }
  if (token !== null) sent.set("authorization", `Bearer ${token}`);
  for (const [name, value] of Object.entries(headers)) sent.set(name, value);
  return send({
    headers: sent,
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method,
      params: isModern ? { ...params, _meta: { ...envelope, ...(params._meta as object) } } : params,
    }),
  });
}

/** The result of a tool call. */
export async function callTool(
  token: string,
  name: string,
  args: Record<string, unknown> = {},
  options: { readonly era?: Era } = {},
): Promise<ToolResult & { readonly reply: Reply }> {
  const reply = await sendMessage(token, "tools/call", { name, arguments: args }, options);
  if (!reply.json?.result) throw new Error(`${name}: ${reply.status} ${reply.text}`);
  return { ...reply.json.result, reply };
}

export const envelope = {
  "io.modelcontextprotocol/protocolVersion": MODERN,
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "probe", version: "1.2" },
};

function parse(text: string): ReplyBody | null {
  try {
    return JSON.parse(text) as ReplyBody;
  } catch {
    return null;
  }
}
