const MAX_DEPTH = 5;
/** Of an error that stands for many; how many there were is kept. */
const MAX_ERRORS = 10;
// PostgreSQL quotes values in `detail`, drizzle puts statement and parameters into its message.
const STATEMENT_ERRORS = new Set(["DrizzleQueryError", "DrizzleError"]);

/** What the log keeps of an error: its kinds, codes and places, never statements, parameters or row values. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: readonly string[];
  readonly cause?: ErrorFields;
  /** Of an `AggregateError`: its first ones. */
  readonly errors?: readonly ErrorFields[];
  readonly errorCount?: number;
}

export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (typeof error !== "object" || error === null) return { type: typeof error, message: "" };
  const {
    name,
    type: given,
    message,
    code,
    stack,
    cause,
    errors,
  } = error as Partial<AggregateError> & { code?: unknown; type?: unknown };
  const type = String(name ?? given ?? "Error");
  return {
    type,
    message: STATEMENT_ERRORS.has(type) || message?.startsWith("Failed query") ? "query failed" : String(message ?? ""),
    ...(typeof code === "string" ? { code } : {}),
    // The first lines repeat the message.
    ...(typeof stack === "string"
      ? {
          stack: stack
            .split("\n")
            .filter((line) => /^\s+at /.test(line))
            .map((line) => line.trim()),
        }
      : {}),
    ...(cause !== undefined && depth < MAX_DEPTH ? { cause: errorFields(cause, depth + 1) } : {}),
    ...(Array.isArray(errors) && depth < MAX_DEPTH ? severalFields(errors, depth) : {}),
  };
}

/** Those within have none of their own: a tree of them would be no line any more. */
function severalFields(errors: readonly unknown[], depth: number): Pick<ErrorFields, "errors" | "errorCount"> {
  const innermost = Math.max(depth + 1, MAX_DEPTH - 1);
  return { errors: errors.slice(0, MAX_ERRORS).map((one) => errorFields(one, innermost)), errorCount: errors.length };
}
