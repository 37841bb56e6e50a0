import { isAppError } from "#lib/errors/index.ts";
import { oneLine } from "./table.ts";

/** Why a command failed, for the operator's terminal. */
export function describeFailure(error: unknown): string {
  if (isAppError(error)) {
    const { fieldErrors = {} } = error.details;
    const fields = Object.entries(fieldErrors).flatMap(([name, texts]) =>
      texts.filter((text) => text !== error.message).map((text) => `  ${name}: ${oneLine(text)}`),
    );
    return [error.message, ...fields].join("\n");
  }
  const inner = innermost(error);
  const { code } = inner as { code?: unknown };
  return `Failed: ${inner.message || inner.name}${typeof code === "string" ? ` (${code})` : ""}`;
}

/** drizzle's own errors carry the statement and its parameters; the driver's below them don't. */
function innermost(error: unknown): Error {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  if (inner instanceof AggregateError && inner.errors[0] instanceof Error) return inner.errors[0];
  return inner instanceof Error ? inner : new Error("for a reason that it didn't tell");
}
