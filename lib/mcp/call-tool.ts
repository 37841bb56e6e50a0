import { type CallToolResult, type InputRequiredResult, ProtocolError } from "@modelcontextprotocol/server";
import { AppError } from "#lib/errors/index.ts";
import {
  type Context,
  type InvokeOptions,
  invoke,
  type Outcome,
  recordRefusal,
  toAppError,
} from "#lib/kernel/index.ts";
import { cancelWrite } from "#lib/pending-writes/index.ts";
import { ANSWER_WRITE } from "#lib/registry/index.ts";
import { type Answer, askToConfirm, fitsQuestion, type Round } from "./elicitation.ts";
import { contextOf, type Exchange, short } from "./exchange.ts";
import { failureOf, isToolResult } from "./failures.ts";
import { hiddenProblems } from "./hidden-characters.ts";
import { INTERNAL_ERROR, INVALID_PARAMS } from "./json-rpc.ts";
import { recordProtocolCall } from "./record.ts";
import { resourceLinks } from "./resource-links.ts";
import { errorResult, inWireNames, resultOf } from "./tool-result.ts";
import { MAX_IDEMPOTENCY_KEY_LENGTH, MAX_REASON_LENGTH, type PreparedTool, tools } from "./tools.ts";
import { fromWire } from "./wire-shape.ts";

/**
 * The one handler of tools/call: converts names at the edge and goes through `invoke`.
 * @throws ProtocolError only, with nothing in it that we didn't write
 */
export async function callTool(
  exchange: Exchange,
  { name, arguments: args = {} }: { readonly name: string; readonly arguments?: Record<string, unknown> },
  round: Round,
): Promise<CallToolResult | InputRequiredResult> {
  try {
    const tool = tools().get(name);
    if (tool === undefined) return await refuseUnknown(exchange, name, args);
    return await call(exchange, tool, args, round);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    const { requestId } = exchange.source;
    const appError = toAppError(error, requestId);
    exchange.failure = failureOf(appError, requestId);
    throw new ProtocolError(INTERNAL_ERROR, appError.message, exchange.failure.data);
  }
}

async function call(
  exchange: Exchange,
  tool: PreparedTool,
  args: Record<string, unknown>,
  { answer, canElicit }: Round,
): Promise<CallToolResult | InputRequiredResult> {
  const read = readArguments(tool, args);
  const ctx = contextOf(exchange, tool.name);
  if ("error" in read) {
    exchange.isRecorded = true;
    await recordRefusal(tool.operation, ctx, read.input, read.error);
    return errorResult(read.error);
  }
  // A client that went away has cancelled (2026-07-28 basic/transports, "Cancellation"): nothing begins any more.
  if (exchange.signal.aborted) throw new ProtocolError(INTERNAL_ERROR, "cancelled");
  let isTooMuch = false;
  const canShow: InvokeOptions["canShow"] = (preview) => {
    isTooMuch = !fitsQuestion(preview);
    return !isTooMuch;
  };
  try {
    // From here on the event is certain: `invoke` answers nothing without it.
    exchange.isRecorded = true;
    const isAnswered = answer !== null && mayBeAsked(tool) && read.options.mode !== "dry_run";
    if (isAnswered && answer.phrase === null) return await saidNo(ctx, answer.token);
    const outcome = isAnswered
      ? await answered(tool, ctx, read.input, answer, { idempotencyKey: read.options.idempotencyKey, canShow })
      : await invoke(tool.operation, ctx, read.input, canElicit ? { ...read.options, canShow } : read.options);
    const question = canElicit && outcome.status === "confirmation_required" ? askToConfirm(outcome) : null;
    if (question !== null) return question;
    const result = withLinks(exchange, resultOf(tool, outcome));
    return isTooMuch && outcome.status === "approval_required" ? withText(result, TOO_MUCH) : result;
  } catch (error) {
    const appError = toAppError(error, exchange.source.requestId);
    if (!isToolResult(appError)) throw appError;
    return errorResult(inWireNames(tool, appError));
  }
}

const TOO_MUCH =
  "Your client's own window can't show all that this would write, and nobody is asked to confirm what they don't see. " +
  "So it waits for an approval in the browser, behind approval_url, where all of it is.";

/** What never waits, confirm_write itself included, is no answer to a question. */
function mayBeAsked({ isWrite, operation }: PreparedTool): boolean {
  return isWrite && operation.neverWaits !== true;
}

/** Executes what the client's user has confirmed, and answers as this call would have. */
async function answered(
  { operation }: PreparedTool,
  ctx: Context,
  input: Record<string, unknown>,
  { token, phrase }: Answer,
  options: Pick<InvokeOptions, "idempotencyKey" | "canShow">,
): Promise<Outcome<unknown>> {
  const asked = { token, phrase: phrase ?? "", operation: operation.name, input };
  const outcome = await invoke(ANSWER_WRITE, ctx, asked, options);
  return outcome.status === "done" ? { ...outcome, output: outcome.output.result } : outcome;
}

async function saidNo(ctx: Context, token: string): Promise<CallToolResult> {
  await invoke(cancelWrite, ctx, { token });
  const text = "Your user said no: the write is cancelled, and nothing was written. Don't ask again for the same.";
  return {
    content: [
      { type: "text", text },
      { type: "text", text: JSON.stringify({ error: NO }) },
    ],
    isError: true,
  };
}

const NO = { code: "forbidden", reason: "write_declined" };

function withLinks(exchange: Exchange, result: CallToolResult): CallToolResult {
  const links = resourceLinks(exchange, (result.structuredContent ?? {}) as Record<string, unknown>);
  return links.length === 0 ? result : { ...result, content: [...result.content, ...links] };
}

function withText(result: CallToolResult, text: string): CallToolResult {
  return { ...result, content: [...result.content, { type: "text", text }] };
}

type Arguments = { readonly input: Record<string, unknown> } & (
  | { readonly options: InvokeOptions }
  | { readonly error: AppError }
);

/** Splits a write's options from the operation's own input. What neither knows is refused. */
function readArguments(tool: PreparedTool, args: Record<string, unknown>): Arguments {
  const unknown: string[] = [];
  const converted = fromWire(tool.inputShape, args, unknown) as Record<string, unknown>;
  const problems = new Map<string, readonly string[]>(hiddenProblems(args));
  for (const path of unknown) problems.set(path, ["is not a parameter of this tool"]);
  const { dryRun, reason, idempotencyKey, ...rest } = converted;
  const input = tool.isWrite ? rest : converted;
  if (tool.isWrite && dryRun !== undefined && typeof dryRun !== "boolean") {
    problems.set("dry_run", ["must be true or false"]);
  }
  if (tool.isWrite && reason !== undefined && !isText(reason, MAX_REASON_LENGTH)) {
    problems.set("reason", [`must be text of at most ${MAX_REASON_LENGTH} characters`]);
  }
  if (tool.isWrite && idempotencyKey !== undefined && textOf(idempotencyKey, MAX_IDEMPOTENCY_KEY_LENGTH) === null) {
    problems.set("idempotency_key", [`must be text of 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} characters`]);
  }
  if (problems.size > 0) {
    const fieldErrors = Object.fromEntries(problems);
    return { input, error: new AppError("validation", "The input is not valid.", { fieldErrors }) };
  }
  if (!tool.isWrite) return { input, options: {} };
  const options = {
    mode: dryRun === true ? "dry_run" : "execute",
    reason: textOf(reason, MAX_REASON_LENGTH),
    idempotencyKey: textOf(idempotencyKey, MAX_IDEMPOTENCY_KEY_LENGTH),
  } as const;
  return { input, options };
}

/** Trimmed; null when there is nothing in it. */
function textOf(value: unknown, maximum: number): string | null {
  const text = isText(value, maximum) ? value.trim() : "";
  return text === "" ? null : text;
}

function isText(value: unknown, maximum: number): value is string {
  return typeof value === "string" && value.length <= maximum && value.isWellFormed() && !value.includes("\u0000");
}

/** 2026-07-28 server/tools, "Error handling": an unknown tool is a protocol error. */
async function refuseUnknown(exchange: Exchange, name: string, args: unknown): Promise<never> {
  await recordProtocolCall(exchange, {
    action: "mcp.unknown_tool",
    status: "error",
    tool: name,
    errorCode: "not_found",
    errorReason: "unknown_tool",
    params: { name, arguments: args },
  });
  throw new ProtocolError(INVALID_PARAMS, `Unknown tool: ${short(name) ?? "(no name)"}. tools/list names them all.`);
}
