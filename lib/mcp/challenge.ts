import type { AuthenticationFailure } from "#lib/api-keys/index.ts";

interface ChallengeParameters {
  readonly error?: "invalid_token" | "insufficient_scope";
  readonly scope?: string;
  readonly error_description?: string;
}

/** `WWW-Authenticate` of RFC 6750 §3. Without `resource_metadata` as long as there is no authorization server to name. */
export function challenge(parameters: ChallengeParameters = {}): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return `Bearer ${[["realm", "postern"], ...given].map(([name, value]) => `${name}="${quotable(String(value))}"`).join(", ")}`;
}

interface FailedAuthentication {
  readonly status: 401 | 403;
  readonly reason: AuthenticationFailure;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** The answer to a request without a valid credential: 401, or 429 when it failed too often. */
export function unauthenticatedResponse({
  status,
  reason,
  message,
  retryAfterSeconds,
}: FailedAuthentication): Response {
  if (retryAfterSeconds !== undefined) {
    const body = { error: "too_many_requests", error_description: "Too many failed attempts with this key." };
    return Response.json(body, { status: 429, headers: { "Retry-After": String(retryAfterSeconds) } });
  }
  // The key is good, so a challenge for another one would mislead: the restriction has to be met.
  if (status === 403) {
    return Response.json(
      { error: "access_denied", error_description: message, reason: PUBLIC_REASONS[reason] },
      { status },
    );
  }
  // RFC 6750 §3.1: no error code when the request lacked any credential.
  const isMissing = reason === "missing";
  const error = "invalid_token" as const;
  const header = isMissing ? challenge() : challenge({ error, error_description: message });
  const body = {
    error: isMissing ? "unauthorized" : error,
    error_description: message,
    reason: PUBLIC_REASONS[reason],
  };
  return Response.json(body, { status: 401, headers: { "WWW-Authenticate": header } });
}

/** What a client may learn. Whether a key id exists is nobody's business who doesn't hold the secret. */
const PUBLIC_REASONS = {
  missing: "missing",
  malformed: "malformed",
  wrong_checksum: "wrong_checksum",
  unknown: "invalid",
  wrong_secret: "invalid",
  revoked: "revoked",
  rotated: "rotated",
  suspended: "suspended",
  awaiting_approval: "awaiting_approval",
  owner_left: "owner_left",
  expired: "expired",
  address_not_allowed: "address_not_allowed",
  outside_hours: "outside_hours",
} as const satisfies Record<AuthenticationFailure, string>;

/** RFC 6750 §3 allows %x20-21 / %x23-5B / %x5D-7E in descriptions and scopes. */
function quotable(text: string): string {
  return text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");
}
