import type { z } from "zod";
import { type Context, type InvokeOptions, invoke, type Operation } from "#lib/kernel/index.ts";

/** Runs an operation for a command and returns its output; of a dry run what it would be. */
export async function execute<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  ctx: Context,
  input: z.input<I>,
  options: InvokeOptions = {},
): Promise<z.output<O>> {
  const outcome = await invoke(operation, ctx, input, options);
  if (outcome.status === "done" || outcome.status === "dry_run") return outcome.output;
  throw new Error(`a command can't show the outcome ${outcome.status}`);
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Pages together until there are `limit` items, however many an operation gives at once. */
export async function collect<T>(
  limit: number,
  pageSize: number,
  cursor: string | undefined,
  page: (limit: number, cursor: string | undefined) => Promise<Page<T>>,
): Promise<Page<T>> {
  const items: T[] = [];
  let next = cursor;
  for (;;) {
    const found = await page(Math.min(pageSize, limit - items.length), next);
    items.push(...found.items);
    if (found.nextCursor === null || items.length >= limit) return { items, nextCursor: found.nextCursor };
    next = found.nextCursor;
  }
}
