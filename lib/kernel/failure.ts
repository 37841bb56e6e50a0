import { AppError, type ErrorCode, isAppError } from "#lib/errors/index.ts";
import { logger } from "#lib/observability/index.ts";

/**
 * Turns whatever was thrown into an AppError. What we did not expect is logged with the request id and becomes
 * `internal`: its text never leaves the process (DrizzleQueryError messages carry SQL and parameters).
 */
export function toAppError(error: unknown, requestId: string): AppError {
  if (isAppError(error)) return error;
  const known = KNOWN_SQLSTATES[sqlStateOf(error) ?? ""];
  if (known)
    return new AppError(known.code, known.message, {
      cause: error,
      reason: known.reason,
      retryAfterSeconds: known.retryAfterSeconds,
    });
  if (isConnectionFailure(error)) {
    logger().error({ requestId, err: error }, "database unreachable");
    return new AppError("unavailable", "The database can't be reached.", { cause: error, retryAfterSeconds: 5 });
  }
  logger().error({ requestId, err: error }, "unexpected failure");
  return new AppError("internal", `Something went wrong on our side. Request id: ${requestId}`, { cause: error });
}

interface Known {
  readonly code: ErrorCode;
  readonly message: string;
  readonly reason: string;
  readonly retryAfterSeconds?: number;
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const KNOWN_SQLSTATES: Readonly<Record<string, Known>> = {
  "23505": { code: "conflict", message: "Something with these values exists already.", reason: "duplicate" },
  "23503": { code: "conflict", message: "Something that this refers to is gone or still in use.", reason: "reference" },
  // A policy refused the row: a credential restricted to some projects reached for something outside them.
  "42501": {
    code: "forbidden",
    message: "This credential may not do that outside its projects.",
    reason: "outside_restriction",
  },
  "40001": {
    code: "unavailable",
    message: "Too much at the same time. Try again.",
    reason: "serialization",
    retryAfterSeconds: 1,
  },
  "40P01": {
    code: "unavailable",
    message: "Too much at the same time. Try again.",
    reason: "deadlock",
    retryAfterSeconds: 1,
  },
  "57014": {
    code: "unavailable",
    message: "This took too long and was stopped.",
    reason: "timeout",
    retryAfterSeconds: 1,
  },
  "57P01": {
    code: "unavailable",
    message: "The database is restarting.",
    reason: "database_restart",
    retryAfterSeconds: 5,
  },
  "57P03": {
    code: "unavailable",
    message: "The database is starting.",
    reason: "database_restart",
    retryAfterSeconds: 5,
  },
  "53300": {
    code: "unavailable",
    message: "The database has no connection to spare.",
    reason: "too_many_connections",
    retryAfterSeconds: 5,
  },
};

const CONNECTION_FAILURES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
]);

function isConnectionFailure(error: unknown): boolean {
  return CONNECTION_FAILURES.has(sqlStateOf(error) ?? "");
}

/** The SQLSTATE, or the driver's own code; drizzle puts the driver's error on `cause`. */
export function sqlStateOf(error: unknown): string | null {
  for (let current = error, depth = 0; typeof current === "object" && current !== null && depth < 5; depth++) {
    const { code, cause } = current as { code?: unknown; cause?: unknown };
    if (typeof code === "string") return code;
    current = cause;
  }
  return null;
}
