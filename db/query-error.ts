import { DrizzleQueryError } from "drizzle-orm/errors";

/**
 * Takes statement, parameters and quoted row values out of a failed query's error, wherever it may be printed later:
 * Next.js and next-auth write what they catch to the log as it is. Code and place stay.
 */
export function withoutStatement(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const places = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  error.message = "query failed";
  error.stack = [`DrizzleQueryError: ${error.message}`, ...places].join("\n");
  error.query = "";
  error.params = [];
  const cause: unknown = error.cause;
  if (typeof cause === "object" && cause !== null) {
    for (const quoting of ["detail", "where"]) Reflect.deleteProperty(cause, quoting);
  }
  return error;
}
