import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import { type AppError, isAppError } from "#lib/errors/index.ts";
import { type Context, type InvokeOptions, invoke, type Operation } from "#lib/kernel/index.ts";
import { describeFieldErrors, describeMessage } from "./describe-error.ts";
import type { FormState } from "./form-state.ts";

/**
 * Runs an operation for a form: the outcome's output as `data`, or the refusal in the reader's language, by field.
 * @param options.values what was typed, to fill a form without JavaScript again; never secrets
 */
export async function runForm<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  ctx: Context,
  input: unknown,
  options: InvokeOptions & { readonly values?: Record<string, string> } = {},
): Promise<FormState<z.output<O>>> {
  const { values, ...invocation } = options;
  try {
    const outcome = await invoke(operation, ctx, input, invocation);
    if (outcome.status === "done" || outcome.status === "dry_run") return { ok: true, data: outcome.output };
    throw new Error(`the browser can't show the outcome ${outcome.status}`);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const state = await refusalState(error, { schema: operation.input, input });
    const isOurs = error.code === "internal" || error.code === "unavailable";
    return { ...state, ...(values && { values }), ...(isOurs && { requestId: ctx.source.requestId }) };
  }
}

/** A refusal as a form shows it. For actions that have no operation, such as signing in. */
export async function refusalState(
  error: AppError,
  parsed?: { readonly schema: z.ZodType; readonly input: unknown },
): Promise<FormState<never>> {
  const t = await getTranslations("errors");
  const fieldErrors = describeFieldErrors(t, error, parsed);
  const stepUp = error.code === "step_up_required" && { stepUp: true as const };
  return { ok: false, message: describeMessage(t, error), ...(fieldErrors && { fieldErrors }), ...stepUp };
}
