import { ProtocolError } from "@modelcontextprotocol/server";
import type { z } from "zod";
import { type AppError, HTTP_STATUS } from "#lib/errors/index.ts";
import { invoke, type Operation, toAppError } from "#lib/kernel/index.ts";
import { contextOf, type Exchange } from "./exchange.ts";
import { failureOf } from "./failures.ts";
import { INTERNAL_ERROR, INVALID_PARAMS } from "./json-rpc.ts";
import { toWireDeep, toWirePath, toWireText } from "./wire-names.ts";

/**
 * Runs the read behind a method that is no tool call: the same door, the same scopes, one event.
 * @param method is recorded where a tool's name would be
 * @throws AppError
 */
export async function invokeRead<I extends z.ZodType, O extends z.ZodType>(
  exchange: Exchange,
  method: string,
  operation: Operation<I, O>,
  input: unknown,
): Promise<z.output<O>> {
  // A client that went away has cancelled (2026-07-28 basic/transports, "Cancellation"): nothing begins any more.
  if (exchange.signal.aborted) throw new ProtocolError(INTERNAL_ERROR, "cancelled");
  // From here on the event is certain: `invoke` answers nothing without it.
  exchange.isRecorded = true;
  const outcome = await invoke(operation, contextOf(exchange, method), input);
  if (outcome.status !== "done") throw new Error("a read ends in being done");
  return outcome.output;
}

/**
 * Ends a method in nothing but a ProtocolError: what the caller can correct is -32602, the rest is a matter of HTTP.
 * @param onAppError answers an error in the method's own way by throwing it
 */
export async function withProtocolErrors<T>(
  exchange: Exchange,
  work: () => Promise<T>,
  onAppError: (error: AppError) => void = () => {},
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    const { requestId } = exchange.source;
    const appError = toAppError(error, requestId);
    onAppError(appError);
    if (appError.code === "validation" || appError.code === "not_found") throw invalidParams(appError);
    const failure = failureOf(appError, requestId);
    exchange.failure = { ...failure, status: HTTP_STATUS[appError.code] };
    throw new ProtocolError(INTERNAL_ERROR, appError.message, failure.data);
  }
}

function invalidParams({ code, message, details: { reason, fieldErrors = {} } }: AppError): ProtocolError {
  const names = new Set(Object.keys(fieldErrors).flatMap((path) => path.split(".")));
  const fields = Object.fromEntries(
    Object.entries(fieldErrors).map(([path, messages]) => [
      toWirePath(path, names),
      messages.map((text) => toWireText(text, OUR_NAMES)),
    ]),
  );
  const sentences = Object.entries(fields).map(([path, messages]) => `${path || "input"}: ${messages.join("; ")}`);
  return new ProtocolError(INVALID_PARAMS, [message, ...sentences].join(" "), {
    code,
    ...(reason !== undefined && { reason }),
    ...(sentences.length > 0 && { fields: toWireDeep(fields) }),
  });
}

/** What our own messages call a field by. */
const OUR_NAMES = new Set(["nextCursor"]);
