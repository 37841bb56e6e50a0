const MAX_DEPTH = 5;
// PostgreSQL quotes values in `detail`, drizzle puts statement and parameters into its message.
const STATEMENT_ERRORS = new Set(["DrizzleQueryError", "DrizzleError"]);

/** What the log keeps of an error: its kinds, codes and places, never statements, parameters or row values. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: readonly string[];
  readonly cause?: ErrorFields;
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
  } = error as Partial<Error> & { code?: unknown; type?: unknown };
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
  };
}
