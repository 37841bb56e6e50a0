import { type GetPromptResult, type Prompt, ProtocolError } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Permission } from "#lib/authz/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Operation, recordRefusal } from "#lib/kernel/index.ts";
import { incidentReview, type PromptText, safeTaskCreation, weeklyPlanning } from "#lib/prompts/index.ts";
import { contextOf, type Exchange, short } from "./exchange.ts";
import { escapeHidden, hiddenProblems } from "./hidden-characters.ts";
import { invokeRead, withProtocolErrors } from "./invoke-read.ts";
import { INVALID_PARAMS } from "./json-rpc.ts";
import { recordProtocolCall } from "./record.ts";
import { RESOURCE_MIME_TYPE } from "./resource-links.ts";
import { toWireDeep, toWireName } from "./wire-names.ts";
import { fromWire, type WireShape, wireShape } from "./wire-shape.ts";

const GET = "prompts/get";

export interface PreparedPrompt {
  readonly operation: Operation;
  readonly inputShape: WireShape;
  /** What prompts/list shows. */
  readonly definition: Prompt;
}

/** What people start a conversation with; prepared once, in the order of display. */
export const PROMPTS: ReadonlyMap<string, PreparedPrompt> = new Map(
  [
    prepare(
      weeklyPlanning,
      "Weekly planning",
      "Goes through the open tasks and proposes an order for the week. Writes nothing.",
    ),
    prepare(
      safeTaskCreation,
      "Create a task safely",
      "From a wish to one task: looks for duplicates, previews, and asks before it writes.",
    ),
    prepare(
      incidentReview,
      "Incident review",
      "Looks through the newest tasks for what should not be there. Writes nothing.",
    ),
  ].map((prompt) => [prompt.definition.name, prompt]),
);

export async function listPrompts(exchange: Exchange, cursor: string | undefined) {
  if (cursor !== undefined) throw new ProtocolError(INVALID_PARAMS, "There is no such page: all prompts are on one.");
  await recordProtocolCall(exchange, { action: "mcp.prompts.list", status: "success" });
  const permissions: ReadonlySet<Permission> = exchange.caller.actor.permissions;
  const visible = [...PROMPTS.values()].filter(({ operation }) => permissions.has(operation.permission));
  return { prompts: visible.map(({ definition }) => definition) };
}

export function getPrompt(
  exchange: Exchange,
  { name, arguments: args = {} }: { readonly name: string; readonly arguments?: Record<string, string> | undefined },
): Promise<GetPromptResult> {
  return withProtocolErrors(exchange, async () => {
    const prompt = PROMPTS.get(name);
    if (prompt === undefined) return refuseUnknown(exchange, name, args);
    const unknown: string[] = [];
    const input = fromWire(prompt.inputShape, args, unknown);
    const problems = [
      ...unknown.map((path) => [path, ["is not an argument of this prompt"]] as const),
      ...hiddenProblems(args),
    ];
    if (problems.length > 0) {
      const fieldErrors = Object.fromEntries(problems);
      const error = new AppError("validation", "The arguments are not valid.", { fieldErrors });
      exchange.isRecorded = true;
      await recordRefusal(prompt.operation, contextOf(exchange, GET), input, error);
      throw error;
    }
    const text = (await invokeRead(exchange, GET, prompt.operation, input)) as PromptText;
    return { description: prompt.definition.description, messages: messagesOf(name, text) };
  });
}

/** Material comes as attachments of its own: a model can tell it from the words of the person who asks. */
function messagesOf(name: string, { instructions, material }: PromptText): GetPromptResult["messages"] {
  const attachments = material.map(({ name: part, data }) => ({
    role: "user" as const,
    content: {
      type: "resource" as const,
      resource: {
        uri: `postern://prompts/${name}/${part}`,
        mimeType: RESOURCE_MIME_TYPE,
        text: escapeHidden(JSON.stringify(toWireDeep(data))),
      },
    },
  }));
  return [{ role: "user", content: { type: "text", text: instructions } }, ...attachments];
}

function prepare(operation: unknown, title: string, description: string): PreparedPrompt {
  const { name, input, ...rest } = operation as Operation;
  if (!(input instanceof z.ZodObject)) throw new Error(`the input of ${name} must be an object to be a prompt`);
  const fields = Object.entries(input.shape as Record<string, z.ZodType>).map(([field, schema]) => ({
    name: toWireName(field),
    description: schema.description ?? "",
    required: !schema.safeParse(undefined).success,
  }));
  return {
    operation: { name, input, ...rest },
    inputShape: wireShape(input, "input"),
    definition: { name: name.replace("prompt.", ""), title, description, arguments: fields },
  };
}

/** 2026-07-28 server/prompts, "Error handling". */
async function refuseUnknown(exchange: Exchange, name: string, args: unknown): Promise<never> {
  await recordProtocolCall(exchange, {
    action: "mcp.unknown_prompt",
    status: "error",
    tool: GET,
    errorCode: "not_found",
    errorReason: "unknown_prompt",
    params: { name, arguments: args },
  });
  throw new ProtocolError(
    INVALID_PARAMS,
    `Unknown prompt: ${short(name) ?? "(no name)"}. prompts/list names them all.`,
  );
}
