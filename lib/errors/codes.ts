/** The closed list of error codes. Every adapter maps all of them (`satisfies Record<ErrorCode, …>`). */
export const ERROR_CODES = [
  "validation",
  "unauthenticated",
  "forbidden",
  "step_up_required",
  "not_found",
  "conflict",
  "confirmation_required",
  "preview_stale",
  "rate_limited",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** HTTP status of each code (RFC 9110, RFC 6585). */
export const HTTP_STATUS = {
  validation: 422,
  unauthenticated: 401,
  forbidden: 403,
  step_up_required: 403,
  not_found: 404,
  conflict: 409,
  confirmation_required: 428,
  preview_stale: 412,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;
