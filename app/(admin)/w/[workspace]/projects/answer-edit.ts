import type { z } from "zod";
import { conflictRows, type EditResult } from "#components/tasks/edit-conflict.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
import { listHistory } from "#lib/history/index.ts";
import { type Context, invoke, type Operation } from "#lib/kernel/index.ts";

type Values = Readonly<Record<string, unknown>>;

interface Edit<I extends z.ZodType, O extends z.ZodType> {
  readonly operation: Operation<I, O>;
  readonly input: Values;
  /** The fields as the form began with them, and what the person wants changed in them. */
  readonly base: Values;
  readonly changed: Values;
  /** What was typed, for a form without JavaScript. */
  readonly typed: Record<string, string>;
  readonly target: { readonly targetType: "project" | "task"; readonly targetId: string };
  /** The same fields out of a conflict's current state; null when it is none. */
  readonly currentOf: (current: unknown) => { readonly version: number; readonly values: Values } | null;
}

/** Runs an update for a form; a stale version becomes the list of what was changed in the meantime, and by whom. */
export async function answerEdit<I extends z.ZodType, O extends z.ZodType>(
  ctx: Context,
  edit: Edit<I, O>,
): Promise<FormState<EditResult>> {
  const { operation, input, base, changed, typed, target } = edit;
  // Nothing to write: then an older version does no harm.
  if (Object.keys(changed).length === 0) return { ok: true };
  try {
    await invoke(operation, ctx, input);
    return { ok: true };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const current = error.code === "conflict" ? edit.currentOf(error.details.current) : null;
    if (current === null) {
      const refusal = await refusalState(error, { schema: operation.input, input });
      return { ...refusal, values: typed, requestId: ctx.source.requestId };
    }
    const { version, values } = current;
    const changedBy = await lastChangedBy(ctx, target);
    return {
      ok: false,
      values: typed,
      data: { conflict: { version, changedBy, rows: conflictRows(base, values, changed) } },
    };
  }
}

async function lastChangedBy(ctx: Context, target: Edit<z.ZodType, z.ZodType>["target"]): Promise<string | null> {
  try {
    const outcome = await invoke(listHistory, ctx, { ...target, limit: 10 });
    if (outcome.status !== "done") return null;
    const last = outcome.output.items.find(({ target: { type } }) => type === target.targetType);
    return last ? (last.credential?.name ?? last.actor.name) : null;
  } catch (error) {
    // A courtesy: without it the conflict is still told.
    if (isAppError(error)) return null;
    throw error;
  }
}
