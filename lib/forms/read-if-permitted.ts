import { notFound } from "next/navigation";
import type { z } from "zod";
import { isAppError } from "#lib/errors/index.ts";
import { type Context, invoke, type Operation } from "#lib/kernel/index.ts";

/**
 * Runs a read for a page that explains a missing permission itself: null then, and the attempt is recorded.
 * @throws AppError `validation` for what the address got wrong: the page knows the better answer
 */
export async function readIfPermitted<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  ctx: Context,
  input: z.input<I>,
): Promise<z.output<O> | null> {
  try {
    const outcome = await invoke(operation, ctx, input);
    if (outcome.status === "done") return outcome.output;
    throw new Error(`a read ended as ${outcome.status}`);
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") notFound();
    if (isAppError(error) && error.code === "forbidden") return null;
    throw error;
  }
}
