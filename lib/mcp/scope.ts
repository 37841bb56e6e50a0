import { AppError } from "#lib/errors/index.ts";
import { recordRefusal } from "#lib/kernel/index.ts";
import { challenge } from "./challenge.ts";
import { contextOf, type Exchange } from "./exchange.ts";
import type { Failure } from "./json-rpc.ts";
import { type PreparedTool, tools } from "./tools.ts";
import { fromWire } from "./wire-shape.ts";

interface ToolCall {
  readonly name: string;
  readonly arguments?: unknown;
}

/**
 * Refuses a tool that the credential has no scope for, before the SDK sees the call: only an HTTP answer can carry the
 * challenge (2026-07-28 basic/authorization, "Runtime insufficient scope errors"). Recorded like every refusal.
 * A scope that was granted, but that the key's owner has lost since, is `invoke`'s to refuse: no challenge helps there.
 */
export async function refuseWithoutScope(exchange: Exchange, call: ToolCall): Promise<Failure | null> {
  const tool = tools().get(call.name);
  if (tool === undefined || isGranted(exchange, tool)) return null;
  const scope = tool.operation.permission;
  const message = `The tool ${tool.name} needs the scope ${scope}, which this key does not have.`;
  exchange.isRecorded = true;
  const error = new AppError("forbidden", message, { reason: "insufficient_scope", requiredScopes: [scope] });
  await recordRefusal(
    tool.operation,
    contextOf(exchange, tool.name),
    fromWire(tool.inputShape, call.arguments, []),
    error,
  );
  return {
    status: 403,
    code: 403,
    reason: "insufficient_scope",
    message,
    data: {
      code: "forbidden",
      reason: "insufficient_scope",
      required_scopes: [scope],
      requestId: exchange.source.requestId,
    },
    headers: { "WWW-Authenticate": challenge({ error: "insufficient_scope", scope, error_description: message }) },
  };
}

function isGranted({ caller: { actor } }: Exchange, { operation: { permission } }: PreparedTool): boolean {
  return actor.permissions.has(permission) || (actor.scopes as readonly string[]).includes(permission);
}

/** The call in a message that is a well-formed request for tools/call, else null: the SDK answers the rest. */
export function toolCallOf(body: unknown): ToolCall | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const { jsonrpc, id, method, params } = body as Record<string, unknown>;
  if (jsonrpc !== "2.0" || method !== "tools/call") return null;
  if (typeof id !== "string" && typeof id !== "number") return null;
  if (typeof params !== "object" || params === null) return null;
  const { name, arguments: args } = params as Record<string, unknown>;
  return typeof name === "string" ? { name, arguments: args } : null;
}
