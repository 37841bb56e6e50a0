import type { Reply } from "#lib/http/incoming.ts";
import { type CallEnding, type SpannedCall, tracing } from "#lib/observability/index.ts";
import { type Exchange, short } from "./exchange.ts";
import type { Answer } from "./finish.ts";
import { idOf, methodOf } from "./json-rpc.ts";
import { isKnownMethod } from "./methods.ts";
import { PROMPTS } from "./prompts.ts";
import { toolCallOf } from "./scope.ts";
import { tools } from "./tools.ts";

/**
 * One span for each message, where the operator wants traces: named and described by OpenTelemetry's semantic
 * conventions for MCP, its parent the one that the message names. The event has the trace's id as well.
 */
export function traced<T extends Response | Reply | Answer>(
  exchange: Exchange,
  message: unknown,
  work: (exchange: Exchange) => Promise<T>,
): Promise<T> {
  const running = tracing()?.start(spanOf(exchange, message));
  if (running === undefined) return work(exchange);
  const { source } = exchange;
  const within = { ...exchange, source: { ...source, traceId: source.traceId ?? running.traceId } };
  return work(within).then(
    async (answered) => {
      running.end(await endingOf(answered));
      return answered;
    },
    (error: unknown) => {
      running.end({ errorType: "internal" });
      throw error;
    },
  );
}

/** Names are ours or left out: what callers make up would be as many names as there are callers. */
function spanOf({ source, trace, startedAt }: Exchange, message: unknown): SpannedCall {
  const asked = methodOf(message);
  const method = isKnownMethod(asked) ? asked : "_OTHER";
  const { tool, prompt } = targetOf(message);
  const { protocolVersion, requestId } = source;
  const id = idOf(message);
  return {
    name: [method, tool ?? prompt].filter(Boolean).join(" "),
    attributes: {
      "mcp.method.name": method,
      ...(tool !== undefined && { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool }),
      ...(prompt !== undefined && { "gen_ai.prompt.name": prompt }),
      ...(id !== null && { "jsonrpc.request.id": short(String(id)) ?? "" }),
      ...(/^\d{4}-\d{2}-\d{2}$/.test(protocolVersion ?? "") && { "mcp.protocol.version": protocolVersion ?? "" }),
      "network.protocol.name": "http",
      "postern.request_id": requestId,
    },
    parent: trace,
    startedAt,
  };
}

function targetOf(message: unknown): { readonly tool?: string; readonly prompt?: string } {
  const tool = tools().get(toolCallOf(message)?.name ?? "")?.name;
  if (tool !== undefined) return { tool };
  const { name } = ((message as { params?: unknown } | null)?.params ?? {}) as { readonly name?: unknown };
  const isPrompt = methodOf(message) === "prompts/get" && typeof name === "string" && PROMPTS.has(name);
  return isPrompt ? { prompt: name } : {};
}

interface Parts {
  readonly error?: { readonly code?: number };
  readonly result?: { readonly isError?: boolean };
}

async function endingOf(answered: Response | Reply | Answer): Promise<CallEnding> {
  if (answered === null) return { errorType: null };
  const { status, parts } = await partsOf(answered);
  const code = parts.error?.code;
  if (code !== undefined) return { errorType: String(code), attributes: { "rpc.response.status_code": String(code) } };
  if (parts.result?.isError === true) return { errorType: "tool_error" };
  return { errorType: status >= 400 ? String(status) : null };
}

async function partsOf(answered: Response | Reply | NonNullable<Answer>): Promise<{ status: number; parts: Parts }> {
  if (answered instanceof Response) {
    const isJson = answered.headers.get("content-type")?.startsWith("application/json") === true;
    const parts = isJson ? ((await answered.clone().json()) as Parts | null) : null;
    return { status: answered.status, parts: parts ?? {} };
  }
  if (isReply(answered)) return { status: answered.status, parts: JSON.parse(answered.body) as Parts };
  return { status: 200, parts: answered };
}

function isReply(answered: Reply | NonNullable<Answer>): answered is Reply {
  return typeof answered.body === "string" && typeof answered.status === "number";
}
