import { z } from "zod";
import { SCOPES, type Scope, scopesOfAccess } from "#lib/authz/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { WeekOfCalls } from "#lib/usage/schemas.ts";
import { AddressRange } from "./allowed-addresses.ts";
import { AllowedHours } from "./allowed-hours.ts";
import { OwnerFilter, ROTATION_FILTERS } from "./list-options.ts";
import { type KeyMoments, keyEndsAt, rotationDueAt } from "./moments.ts";

export { normalizeRange } from "./allowed-addresses.ts";
export { AllowedHours, formatHours, parseHours } from "./allowed-hours.ts";
export {
  API_KEY_SORTS,
  type ApiKeySort,
  OwnerFilter,
  ROTATION_FILTERS,
  type RotationFilter,
} from "./list-options.ts";
export { rotationDaysOf } from "./moments.ts";

/** The kinds of client that we know a ready configuration for. */
export const CLIENT_KINDS = ["claude_desktop", "cursor", "windsurf", "continue", "vscode", "other"] as const;
export const ClientKind = z.enum(CLIENT_KINDS);
export type ClientKind = z.infer<typeof ClientKind>;

/** `client-device`, as in `claude-desktop-macbook-pro`. A convention: the screens warn, nothing refuses. */
export function followsNameConvention(name: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(name);
}

export const ApiKeyName = z
  .string()
  .trim()
  .min(1, "Give the key a name.")
  .max(80, "At most 80 characters.")
  .regex(/^[^\p{C}]*$/u, "No control characters.");

const ApiKeyScope = z.enum(SCOPES);

/** Past 100 years nobody means it. */
const MAX_LIFETIME_DAYS = 36_500;

/** Schedules that are offered: high security 30 or 60 days, standard 90, low risk 180; any other number is custom. */
export const ROTATION_SCHEDULES = [30, 60, 90, 180] as const;

/** The longest time between two rotations that a schedule can have. */
export const MAX_ROTATION_DAYS = 730;

/** Overlaps that are offered, in seconds: none, an hour, a day, a week. */
export const OVERLAPS = [0, 3_600, 86_400, 604_800] as const;
export const MAX_OVERLAP_SECONDS = 90 * 86_400;

/** The days before a rotation is due from which on the key shows as due soon. */
const ROTATION_SOON_DAYS = 7;

/** Calls a minute; the process's own guard is lower. */
export const MAX_BUDGET = 100_000;
const Budget = z.number().int().min(1).max(MAX_BUDGET);

/** Null: no budget. */
export const ChangeBudgetsInput = z.strictObject({
  apiKeyId: z.uuid(),
  version: z.number().int().min(1),
  requestsPerMinute: Budget.nullable(),
  writesPerMinute: Budget.nullable(),
});

const Restrictions = z.strictObject({
  /** Only these projects; absent: all of the environment. */
  projectIds: z.array(z.uuid()).min(1, "Choose at least one project.").max(100).optional(),
  allowedAddresses: z.array(AddressRange).max(50).default([]),
  allowedHours: AllowedHours.optional(),
  requestsPerMinute: Budget.optional(),
  /** Calls of tools that write; dry runs are requests only. */
  writesPerMinute: Budget.optional(),
});

export const CreateApiKeyInput = z.strictObject({
  ...Restrictions.shape,
  rotateEveryDays: z.number().int().min(1).max(MAX_ROTATION_DAYS).optional(),
  /** A member; null: the workspace itself, for machines. Absent: whoever makes the key. */
  ownerUserId: z.uuid().nullable().optional(),
  name: ApiKeyName,
  clientKind: ClientKind.default("other"),
  environment: Environment,
  access: z.enum(["read", "write", "custom"]),
  /** Only with `access: "custom"`. */
  scopes: z.array(ApiKeyScope).max(SCOPES.length).optional(),
  expiresInSeconds: z
    .number()
    .int()
    .min(60, "At least 60 seconds.")
    .max(MAX_LIFETIME_DAYS * 86_400, "At most 100 years.")
    .optional(),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;

/** The scopes that a request for a key comes down to, in the order of display. */
export function grantedScopes(input: Pick<CreateApiKeyInput, "access" | "scopes">): readonly Scope[] {
  if (input.access !== "custom") return scopesOfAccess(input.access);
  const wanted = new Set(input.scopes ?? []);
  return SCOPES.filter((scope) => wanted.has(scope));
}

/**
 * `rotating`: rotated, both work until the overlap ends. `rotation_due` and `overdue` come from the schedule,
 * `expiring` in the last seven days before it stops by itself.
 */
export const API_KEY_STATUSES = [
  "active",
  "expiring",
  "rotation_due",
  "overdue",
  "rotating",
  "suspended",
  "expired",
  "revoked",
] as const;
export const ApiKeyStatus = z.enum(API_KEY_STATUSES);
export type ApiKeyStatus = z.infer<typeof ApiKeyStatus>;

/** Which keys: what is left out does not matter. */
export const ApiKeyFilter = z.strictObject({
  status: z.enum([...API_KEY_STATUSES, "live", "all"]).default("live"),
  environment: Environment.optional(),
  clientKind: ClientKind.optional(),
  owner: OwnerFilter.optional(),
  rotation: z.enum(ROTATION_FILTERS).optional(),
  /** In the name, the owner's name or address, or the hint (`pst_prod_…x7Qa`, or the last four alone). */
  query: z.string().trim().max(120).optional(),
});
export type ApiKeyFilter = z.infer<typeof ApiKeyFilter>;

/** The preset that a key's scopes come down to. */
export function accessOf(scopes: readonly Scope[]): CreateApiKeyInput["access"] {
  const preset = (["read", "write"] as const).find((access) => isSame(scopes, scopesOfAccess(access)));
  return preset ?? "custom";
}

export interface ResourceScopes {
  readonly resource: string;
  readonly scopes: readonly { readonly scope: Scope; readonly verb: string }[];
}

/** The scopes, a row for each resource, in the order of display. */
export function scopesByResource(scopes: readonly Scope[] = SCOPES): readonly ResourceScopes[] {
  const rows = Map.groupBy(scopes, (scope) => scope.split(":")[0] ?? scope);
  return [...rows].map(([resource, members]) => ({
    resource,
    scopes: members.map((scope) => ({ scope, verb: scope.split(":")[1] ?? "" })),
  }));
}

/** What a key is at a moment; the first that holds, the final ones first. */
export function statusOfKey(key: KeyMoments, now: Date): ApiKeyStatus {
  if (key.revokedAt !== null) return "revoked";
  const endsAt = keyEndsAt(key);
  if (endsAt !== null && endsAt <= now) return "expired";
  if (key.overlapEndsAt !== null && key.overlapEndsAt <= now) return "revoked";
  if (key.suspendedAt !== null) return "suspended";
  if (key.overlapEndsAt !== null) return "rotating";
  const dueAt = rotationDueAt(key);
  if (dueAt !== null && dueAt <= now) return "overdue";
  if (endsAt !== null && isSoon(endsAt, now)) return "expiring";
  return dueAt !== null && isSoon(dueAt, now) ? "rotation_due" : "active";
}

function isSoon(at: Date, now: Date): boolean {
  return at.getTime() - now.getTime() <= ROTATION_SOON_DAYS * DAY_MS;
}

const DAY_MS = 86_400_000;

function isSame(one: readonly Scope[], other: readonly Scope[]): boolean {
  return one.length === other.length && one.every((scope) => other.includes(scope));
}

const Timestamp = z.iso.datetime({ offset: true });

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  clientKind: ClientKind,
  environment: Environment,
  /** Prefix and last four: `pst_prod_…x7Qa`. */
  hint: z.string(),
  scopes: z.array(ApiKeyScope),
  status: ApiKeyStatus,
  owner: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
  /** The owner left the workspace or was disabled: refused until the key is given to somebody else. */
  hasOwnerLeft: z.boolean(),
  createdByName: z.string(),
  createdAt: Timestamp,
  /** Its own hard expiry. */
  expiresAt: Timestamp.nullable(),
  /** When it stops by itself: at its expiry or at the maximum age of its environment. */
  endsAt: Timestamp.nullable(),
  revokedAt: Timestamp.nullable(),
  revokedByName: z.string().nullable(),
  revokeReason: z.string().nullable(),
  suspendedAt: Timestamp.nullable(),
  suspendedByName: z.string().nullable(),
  suspendReason: z.string().nullable(),
  /** Its own schedule. */
  rotateEveryDays: z.number().int().nullable(),
  /** What the environment's policy requires at this moment. */
  requiredRotationDays: z.number().int().nullable(),
  /** When the shorter of both wants the next rotation. */
  rotationDueAt: Timestamp.nullable(),
  /** On a key that was rotated: until when it works beside its successor. */
  overlapEndsAt: Timestamp.nullable(),
  predecessorId: z.uuid().nullable(),
  allowedAddresses: z.array(z.string()),
  allowedHours: AllowedHours.nullable(),
  projectIds: z.array(z.uuid()).nullable(),
  requestsPerMinute: z.number().int().nullable(),
  writesPerMinute: z.number().int().nullable(),
  lastUsedAt: Timestamp.nullable(),
  lastUsedIp: z.string().nullable(),
  lastUsedUserAgent: z.string().nullable(),
  /** Name and version, as the client itself says. */
  lastUsedClient: z.string().nullable(),
  version: z.number().int(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** Somebody who has keys; null: the workspace itself. */
export const ApiKeyOwner = z.object({
  owner: ApiKey.shape.owner,
  hasOwnerLeft: z.boolean(),
  liveKeys: z.number().int(),
});
export type ApiKeyOwner = z.infer<typeof ApiKeyOwner>;

/** A key in a list, with what it did in the last week. */
export const ListedApiKey = ApiKey.extend({ weekOfCalls: WeekOfCalls });
export type ListedApiKey = z.infer<typeof ListedApiKey>;

export const ApiKeyId = z.strictObject({ apiKeyId: z.uuid() });

/** How many keys one call changes at most: they change together or not at all. */
export const MAX_KEYS_AT_ONCE = 1_000;
const ApiKeyIds = z.array(z.uuid()).min(1).max(MAX_KEYS_AT_ONCE);

/** What has to be given as `confirmation` when a key of production is among those that change. */
export const PRODUCTION_CONFIRMATION = "production" satisfies Environment;

/** Several keys to revoke or suspend. */
export const SeveralKeysInput = z.strictObject({
  apiKeyIds: ApiKeyIds,
  reason: z.string().trim().max(500).optional(),
  confirmation: z.string().max(40).optional(),
});

/** What became of each key: one that had ended, or was suspended already, is left as it was. */
export const SeveralKeysOutput = z.object({
  results: z.array(
    z.object({ id: z.uuid(), name: z.string(), hint: z.string(), isChanged: z.boolean(), status: ApiKeyStatus }),
  ),
});
export type SeveralKeysOutput = z.infer<typeof SeveralKeysOutput>;

/** Keys named one by one, or all that a filter finds. */
export const KeySelection = z.union([
  z.strictObject({ apiKeyIds: ApiKeyIds }),
  z.strictObject({ filter: ApiKeyFilter }),
]);
export type KeySelection = z.infer<typeof KeySelection>;

/** What changing several keys would break. */
export const SeveralKeysPreview = z.object({
  /** Those that would change, at most as many as one call takes. */
  apiKeyIds: z.array(z.uuid()),
  /** How many more there are beyond that. */
  left: z.number().int(),
  environments: z.array(z.object({ environment: Environment, keys: z.number().int() })),
  /** Keys that were used in the last 24 hours. */
  keysInUse: z.number().int(),
  callsIn24Hours: z.number().int(),
  lastCallAt: Timestamp.nullable(),
  /** The ones used most in the last 24 hours, then the others. */
  busiest: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      hint: z.string(),
      environment: Environment,
      callsIn24Hours: z.number().int(),
      lastUsedAt: Timestamp.nullable(),
    }),
  ),
});
export type SeveralKeysPreview = z.infer<typeof SeveralKeysPreview>;

/** What revoking a key would break. */
export const ApiKeyUse = z.object({
  callsIn24Hours: z.number().int(),
  lastCallAt: Timestamp.nullable(),
  addresses: z.array(z.string()),
});
export type ApiKeyUse = z.infer<typeof ApiKeyUse>;

/** Keys that a policy would hit; the list ends early, the count does not. */
export const PolicyHits = z.object({
  count: z.number().int(),
  keys: z.array(z.object({ id: z.uuid(), name: z.string(), hint: z.string() })),
});
export type PolicyHits = z.infer<typeof PolicyHits>;

/** An overlap under way: old key and new key, and how far the clients have moved. */
export const RotationProgress = z.object({
  predecessorId: z.uuid(),
  successorId: z.uuid(),
  overlapEndsAt: Timestamp,
  predecessorCallsSince: z.number().int(),
  predecessorLastCallAt: Timestamp.nullable(),
  successorCalls: z.number().int(),
  successorLastCallAt: Timestamp.nullable(),
});
export type RotationProgress = z.infer<typeof RotationProgress>;

export const FirstCall = z.object({
  at: Timestamp,
  /** Null for calls of the protocol itself, such as listing the tools. */
  tool: z.string().nullable(),
  action: z.string(),
  clientName: z.string().nullable(),
  clientVersion: z.string().nullable(),
  userAgent: z.string().nullable(),
  ip: z.string().nullable(),
});
export type FirstCall = z.infer<typeof FirstCall>;

/** The live key that took the place of one that has ended, and whether its client has arrived. */
export const KeyReplacement = z.object({ apiKey: ApiKey, firstCall: FirstCall.nullable() });
export type KeyReplacement = z.infer<typeof KeyReplacement>;
