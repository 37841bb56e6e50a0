import type { ErrorCode } from "./codes.ts";

/** Field name (dotted path) → messages, for forms and tool results. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

export interface AppErrorDetails {
  /** A finer stable reason than the code, e.g. `key_revoked`; it goes to the audit log, and to the caller only where safe. */
  readonly reason?: string;
  readonly fieldErrors?: FieldErrors;
  /** The state that a conflict ran into, so that the caller can decide anew. */
  readonly current?: unknown;
  /** The version of what a call with another one was refused for (`stale_version`). */
  readonly currentVersion?: number;
  readonly requiredScopes?: readonly string[];
  readonly retryAfterSeconds?: number;
}

const BRAND = Symbol.for("postern.AppError");

/**
 * The only error class that operations throw. `message` is safe for callers; `cause` never leaves the process.
 * Recognise it with {@link isAppError}: the two doors evaluate this module separately, so `instanceof` is false across them.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: AppErrorDetails;
  readonly [BRAND] = true;

  constructor(code: ErrorCode, message: string, options: AppErrorDetails & { readonly cause?: unknown } = {}) {
    const { cause, ...details } = options;
    super(message, { cause });
    this.code = code;
    this.details = details;
  }
}

export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && (error as { [BRAND]?: unknown })[BRAND] === true;
}
