import { type CompleteRequestParams, type CompleteResult, ProtocolError } from "@modelcontextprotocol/server";
import type { Operation } from "#lib/kernel/index.ts";
import { listProjects } from "#lib/projects/index.ts";
import { listTasks, searchTasks } from "#lib/tasks/index.ts";
import type { Exchange } from "./exchange.ts";
import { invokeRead, withProtocolErrors } from "./invoke-read.ts";
import { INVALID_PARAMS } from "./json-rpc.ts";
import { PROMPTS } from "./prompts.ts";
import { recordProtocolCall } from "./record.ts";
import { templateArguments } from "./resources.ts";

const COMPLETE = "completion/complete";
/** 2026-07-28 server/utilities/completion: at most 100 values; nobody reads that many. */
const MAX_VALUES = 20;

/** Proposes values for an argument of a prompt or of a resource's address, by what was typed so far. */
export function complete(exchange: Exchange, { ref, argument }: CompleteRequestParams): Promise<CompleteResult> {
  return withProtocolErrors(exchange, async () => {
    const names = argumentsOf(ref);
    if (names === null) return refuseUnknown(exchange, ref);
    const completer = names.includes(argument.name) ? COMPLETERS.get(argument.name) : undefined;
    const isPermitted = completer && exchange.caller.actor.permissions.has(completer.permission);
    if (!isPermitted) {
      await recordProtocolCall(exchange, { action: "mcp.complete", status: "success", params: { ref, argument } });
      return { completion: { values: [], total: 0, hasMore: false } };
    }
    const { values, hasMore } = await completer.propose(exchange, argument.value.trim());
    return { completion: { values, hasMore } };
  });
}

interface Completer {
  readonly permission: Operation["permission"];
  readonly propose: (exchange: Exchange, typed: string) => Promise<{ values: string[]; hasMore: boolean }>;
}

const COMPLETERS: ReadonlyMap<string, Completer> = new Map([
  ["project_id", { permission: listProjects.permission, propose: proposeProjects }],
  ["task_id", { permission: listTasks.permission, propose: proposeTasks }],
]);

async function proposeProjects(exchange: Exchange, typed: string) {
  const input = { limit: MAX_VALUES, ...(typed !== "" && { query: typed }) };
  const { items, nextCursor } = await invokeRead(exchange, COMPLETE, listProjects, input);
  return { values: items.map(({ key }) => key), hasMore: nextCursor !== null };
}

/** Words find a task as a number does: what is proposed is always the number. */
async function proposeTasks(exchange: Exchange, typed: string) {
  const { items, nextCursor } =
    typed === ""
      ? await invokeRead(exchange, COMPLETE, listTasks, { status: "open", limit: MAX_VALUES })
      : await invokeRead(exchange, COMPLETE, searchTasks, { query: typed, limit: MAX_VALUES });
  return { values: items.map(({ number }) => number), hasMore: nextCursor !== null };
}

function argumentsOf(ref: CompleteRequestParams["ref"]): readonly string[] | null {
  if (ref.type === "ref/resource") return templateArguments(ref.uri);
  return PROMPTS.get(ref.name)?.definition.arguments?.map(({ name }) => name) ?? null;
}

async function refuseUnknown(exchange: Exchange, ref: unknown): Promise<never> {
  await recordProtocolCall(exchange, {
    action: "mcp.complete",
    status: "error",
    errorCode: "not_found",
    errorReason: "unknown_reference",
    params: { ref },
  });
  throw new ProtocolError(INVALID_PARAMS, "There is no such prompt or resource template.");
}
