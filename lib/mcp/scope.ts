import { AppError } from "#lib/errors/index.ts";
import { type Operation, recordRefusal } from "#lib/kernel/index.ts";
import { challenge } from "./challenge.ts";
import { contextOf, type Exchange } from "./exchange.ts";
import type { Failure } from "./json-rpc.ts";
import { PROMPTS } from "./prompts.ts";
import { parseResourceUri, RESOURCE_KINDS } from "./resource-uris.ts";
import { tools } from "./tools.ts";
import { fromWire } from "./wire-shape.ts";

interface ToolCall {
  readonly name: string;
  readonly arguments?: unknown;
}

/** What a message wants to run. */
interface Asked {
  readonly operation: Operation;
  /** Recorded as what it came by: a tool's name, or a method's. */
  readonly by: string;
  /** For people: "The tool get_task". */
  readonly subject: string;
  readonly input: unknown;
}

/**
 * Refuses what the credential has no scope for, before the SDK sees the message: only an HTTP answer can carry the
 * challenge (2026-07-28 basic/authorization, "Runtime insufficient scope errors"). Recorded like every refusal.
 * A scope that was granted, but that the key's owner has lost since, is `invoke`'s to refuse: no challenge helps there.
 */
export async function refuseWithoutScope(exchange: Exchange, message: unknown): Promise<Failure | null> {
  const asked = askedOf(message);
  if (asked === null || isGranted(exchange, asked)) return null;
  const { operation, by, subject, input } = asked;
  const scope = operation.permission;
  const text = `${subject} needs the scope ${scope}, which this key does not have.`;
  exchange.isRecorded = true;
  const error = new AppError("forbidden", text, { reason: "insufficient_scope", requiredScopes: [scope] });
  await recordRefusal(operation, contextOf(exchange, by), input, error);
  return {
    status: 403,
    code: 403,
    reason: "insufficient_scope",
    message: text,
    data: {
      code: "forbidden",
      reason: "insufficient_scope",
      required_scopes: [scope],
      requestId: exchange.source.requestId,
    },
    headers: { "WWW-Authenticate": challenge({ error: "insufficient_scope", scope, error_description: text }) },
  };
}

function isGranted({ caller: { actor } }: Exchange, { operation: { permission } }: Asked): boolean {
  return actor.permissions.has(permission) || (actor.scopes as readonly string[]).includes(permission);
}

/** The call in a message that is a well-formed request for tools/call, else null: the SDK answers the rest. */
export function toolCallOf(body: unknown): ToolCall | null {
  const request = requestOf(body);
  return request?.method === "tools/call" ? toolCall(request.params) : null;
}

function askedOf(message: unknown): Asked | null {
  const request = requestOf(message);
  if (request === null) return null;
  switch (request.method) {
    case "tools/call":
      return askedTool(toolCall(request.params));
    case "resources/read":
      return askedResource(request.params.uri);
    case "prompts/get":
      return askedPrompt(request.params);
    default:
      return null;
  }
}

function askedTool(call: ToolCall | null): Asked | null {
  const tool = call === null ? undefined : tools().get(call.name);
  if (call === null || tool === undefined) return null;
  const input = fromWire(tool.inputShape, call.arguments, []);
  return { operation: tool.operation, by: tool.name, subject: `The tool ${tool.name}`, input };
}

function askedResource(uri: unknown): Asked | null {
  const named = typeof uri === "string" ? parseResourceUri(uri) : null;
  if (named === null) return null;
  const { operation, field } = RESOURCE_KINDS[named.kind];
  return { operation, by: "resources/read", subject: "This resource", input: { [field]: named.ref } };
}

function askedPrompt({ name, arguments: args }: Readonly<Record<string, unknown>>): Asked | null {
  const prompt = typeof name === "string" ? PROMPTS.get(name) : undefined;
  if (prompt === undefined) return null;
  const { operation, inputShape, definition } = prompt;
  return {
    operation,
    by: "prompts/get",
    subject: `The prompt ${definition.name}`,
    input: fromWire(inputShape, args, []),
  };
}

function requestOf(body: unknown) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const { jsonrpc, id, method, params } = body as Record<string, unknown>;
  if (jsonrpc !== "2.0" || typeof method !== "string") return null;
  if (typeof id !== "string" && typeof id !== "number") return null;
  if (typeof params !== "object" || params === null) return null;
  return { method, params: params as Readonly<Record<string, unknown>> };
}

function toolCall({ name, arguments: args }: Readonly<Record<string, unknown>>): ToolCall | null {
  return typeof name === "string" ? { name, arguments: args } : null;
}
