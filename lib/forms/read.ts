import { notFound } from "next/navigation";
import type { z } from "zod";
import { isAppError } from "#lib/errors/index.ts";
import { type Context, invoke, type Operation } from "#lib/kernel/index.ts";

/**
 * Runs a read for a page and returns its output. What does not exist, is foreign, or is an address that nobody could
 * have been given (a malformed id or cursor) becomes the 404 page.
 */
export async function read<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  ctx: Context,
  input: z.input<I>,
): Promise<z.output<O>> {
  try {
    const outcome = await invoke(operation, ctx, input);
    if (outcome.status === "done") return outcome.output;
    throw new Error(`a read ended as ${outcome.status}`);
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "validation")) notFound();
    throw error;
  }
}
