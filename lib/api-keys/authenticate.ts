import { isScope, type Permission, permissionsOfRole, Role } from "#lib/authz/index.ts";
import { DEFAULT_POLICIES } from "#lib/environment-policy/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import type { ApiKeyActor } from "#lib/kernel/index.ts";
import type { AdmittedKey } from "./admitted-key.ts";
import { isAllowedAddress } from "./allowed-addresses.ts";
import { isWithinHours } from "./allowed-hours.ts";
import { type KnownKeyFailure, logUnknownFailure, recordKnownFailure } from "./failures.ts";
import { type FoundApiKey, findApiKeyByKeyId } from "./lookup-store.ts";
import { keyEndsAt } from "./moments.ts";
import { matchesSecret } from "./secret-hash.ts";
import { parseToken, tokenHint } from "./token.ts";

export type AuthenticationFailure = "missing" | "malformed" | "wrong_checksum" | "unknown" | KnownKeyFailure;

export type Authentication =
  | {
      readonly ok: true;
      readonly actor: ApiKeyActor;
      readonly key: AdmittedKey;
      readonly workspace: { readonly id: string; readonly slug: string; readonly name: string };
    }
  | {
      readonly ok: false;
      readonly reason: AuthenticationFailure;
      /** Safe to answer with. */
      readonly message: string;
      /** 403: the key is good, but not from here or not now. */
      readonly status: 401 | 403;
      /** Set when this key and address failed so often that the answer is 429. */
      readonly retryAfterSeconds?: number;
    };

/**
 * Decides whose request this is, from the `Authorization` header alone (RFC 6750 §2.1). The key's row is read on every
 * request: nothing is cached that a revocation would have to chase. Failures are recorded here, folded.
 */
export async function authenticateApiKey(header: string | null, source: RequestSource): Promise<Authentication> {
  const token = bearerToken(header);
  if (token === null) return { ok: false, status: 401, reason: "missing", message: MESSAGES.missing };
  const parsed = parseToken(token);
  if (typeof parsed === "string") return refuseUnknown(parsed, null, source);
  const found = await findApiKeyByKeyId(parsed.keyId);
  if (found === null || found.environment !== parsed.environment) return refuseUnknown("unknown", parsed.keyId, source);
  const now = new Date();
  const failure = failureOf(found, parsed, now) ?? restrictionOf(found, source, now);
  if (failure !== null) {
    const { retryAfterSeconds } = await recordKnownFailure(found, failure, source, now);
    return { ok: false, status: STATUS[failure], reason: failure, message: MESSAGES[failure], retryAfterSeconds };
  }
  const workspace = { id: found.workspace_id, slug: found.workspace_slug, name: found.workspace_name };
  return { ok: true, actor: toActor(found), key: toAdmitted(found), workspace };
}

const MESSAGES = {
  missing: "Send an API key as a bearer token in the Authorization header.",
  malformed: "This is not an API key of this service.",
  wrong_checksum: "The API key is mistyped: its checksum does not match.",
  unknown: "The API key is not valid.",
  wrong_secret: "The API key is not valid.",
  revoked: "The API key was revoked.",
  rotated: "The API key was rotated, and the time in which both worked is over. Use its successor.",
  suspended: "The API key is suspended.",
  awaiting_approval: "The API key waits for an admin's approval.",
  owner_left: "The owner of the API key left the workspace or was disabled. An admin can give it to somebody else.",
  expired: "The API key has expired.",
  address_not_allowed: "The API key may not be used from this address.",
  outside_hours: "The API key may not be used at this time.",
} as const satisfies Record<AuthenticationFailure, string>;

const STATUS = {
  wrong_secret: 401,
  revoked: 401,
  rotated: 401,
  suspended: 401,
  awaiting_approval: 401,
  owner_left: 401,
  expired: 401,
  address_not_allowed: 403,
  outside_hours: 403,
} as const satisfies Record<KnownKeyFailure, 401 | 403>;

/** Null without a bearer credential; another scheme's credential counts as malformed. */
function bearerToken(header: string | null): string | null {
  if (header === null || header.trim() === "") return null;
  const match = /^bearer +(\S+) *$/i.exec(header);
  return match?.[1] ?? "";
}

/** The secret comes first: who doesn't hold it learns nothing about the key's state. */
function failureOf(found: FoundApiKey, parsed: { keyId: string; secret: string }, now: Date): KnownKeyFailure | null {
  const stored = { pepperId: found.pepper_id, hash: found.secret_hash };
  if (!matchesSecret(parsed.keyId, parsed.secret, stored)) return "wrong_secret";
  if (found.revoked_at !== null) return "revoked";
  const endsAt = keyEndsAt(ageOf(found));
  if (endsAt !== null && endsAt <= now) return "expired";
  // Exactly then, whether or not the job has written it down yet.
  if (found.overlap_ends_at !== null && new Date(found.overlap_ends_at) <= now) return "rotated";
  if (found.suspended_at !== null) return "suspended";
  if (found.awaits_approval) return "awaiting_approval";
  // The look-up has a role for members only. A key of the workspace itself has no owner to lose.
  return found.owner_user_id !== null && found.owner_role === null ? "owner_left" : null;
}

function ageOf(found: FoundApiKey) {
  return {
    createdAt: new Date(found.created_at),
    expiresAt: found.expires_at === null ? null : new Date(found.expires_at),
    maxAgeDays: found.has_policy ? found.max_age_days : DEFAULT_POLICIES[found.environment].maxAgeDays,
  };
}

/**
 * The one place where a key's addresses and hours are enforced, on every request. Projects are the database's to enforce;
 * budgets need to know what is called (`takeBudget`).
 */
function restrictionOf(found: FoundApiKey, { ip }: RequestSource, now: Date): KnownKeyFailure | null {
  if (!isAllowedAddress(found.allowed_addresses, ip)) return "address_not_allowed";
  if (found.allowed_hours !== null && !isWithinHours(found.allowed_hours, now)) return "outside_hours";
  return null;
}

function refuseUnknown(
  reason: "malformed" | "wrong_checksum" | "unknown",
  keyId: string | null,
  source: RequestSource,
): Authentication {
  logUnknownFailure(reason, keyId, source);
  return { ok: false, status: 401, reason, message: MESSAGES[reason] };
}

function toAdmitted(found: FoundApiKey): AdmittedKey {
  return {
    id: found.id,
    workspaceId: found.workspace_id,
    lineId: found.line_id,
    budgets: {
      requestsPerMinute: found.requests_per_minute,
      writesPerMinute: found.writes_per_minute,
      writesPerHour: found.writes_per_hour,
    },
    lastUsedAt: found.last_used_at === null ? null : new Date(found.last_used_at),
  };
}

function toActor(found: FoundApiKey): ApiKeyActor {
  const scopes = found.scopes.filter(isScope);
  const owner =
    found.owner_user_id !== null
      ? { id: found.owner_user_id, name: found.owner_name ?? "", email: found.owner_email ?? "" }
      : null;
  const permissions = new Set<Permission>(owner === null ? scopes : scopes.filter((scope) => holds(found, scope)));
  permissions.add("self:read");
  if (scopes.some((scope) => !scope.endsWith(":read"))) permissions.add("self:confirm");
  const hint = tokenHint(found.environment, found.last_four);
  return {
    kind: "api_key",
    id: found.id,
    name: found.name,
    hint,
    environment: found.environment,
    scopes,
    writesNeedApproval: found.writes_need_approval,
    writesPausedBy: found.writes_paused_by,
    owner,
    permissions,
    projectIds: found.project_ids,
  };
}

/** A key never keeps a right that its owner has lost. */
function holds(found: FoundApiKey, permission: Permission): boolean {
  const role = Role.safeParse(found.owner_role);
  return role.success && permissionsOfRole(role.data).has(permission);
}
