import type { Demand } from "#lib/api-keys/index.ts";
import { toolCallOf } from "./scope.ts";
import { tools } from "./tools.ts";

/**
 * What a request takes out of its key's budgets. Each message of a batch counts, and so does a request that can't be
 * read. A write counts whether or not it succeeds; a dry run writes nothing.
 */
export function demandOf(body: unknown): Demand {
  const messages = Array.isArray(body) && body.length > 0 ? body : [body];
  return { requests: messages.length, writes: messages.filter(isWrite).length };
}

function isWrite(message: unknown): boolean {
  const call = toolCallOf(message);
  const tool = call === null ? undefined : tools().get(call.name);
  // What a freeze lets through makes nothing worse: taking a write back that waits.
  if (call === null || !tool?.isWrite || tool.operation.heldByFreezeOf === null) return false;
  return (call.arguments as { dry_run?: unknown } | null | undefined)?.dry_run !== true;
}
