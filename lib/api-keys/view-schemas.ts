import { z } from "zod";
import { Environment } from "#lib/environments/index.ts";
import { WeekOfCalls } from "#lib/usage/schemas.ts";
import { AllowedHours } from "./allowed-hours.ts";
import { ClientKind } from "./create-schemas.ts";
import { ApiKeyScope } from "./key-access.ts";
import { ApiKeyStatus } from "./key-status.ts";

const Timestamp = z.iso.datetime({ offset: true });

/** What its writes were paused for. */
export const WritesPausedBy = z.enum(["minute", "hour", "rows"]);
export type WritesPausedBy = z.infer<typeof WritesPausedBy>;

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  /** What it is for and where it is stored. */
  description: z.string().nullable(),
  clientKind: ClientKind,
  environment: Environment,
  /** Prefix and last four: `pst_prod_…x7Qa`. */
  hint: z.string(),
  scopes: z.array(ApiKeyScope),
  /** Access "read and propose": a person approves each write. */
  writesNeedApproval: z.boolean(),
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
  /** Since when it waits for somebody else's approval, or waited; null: it never had to. */
  approvalRequestedAt: Timestamp.nullable(),
  approvedAt: Timestamp.nullable(),
  approvedByName: z.string().nullable(),
  approvalComment: z.string().nullable(),
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
  writesPerHour: z.number().int().nullable(),
  /** It went over a budget of writes, or a call of it touched too many rows: its writes are refused until somebody resumes them. */
  writesPausedAt: Timestamp.nullable(),
  writesPausedBy: WritesPausedBy.nullable(),
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

/** Whether whoever asks may approve a waiting key, or why not. */
export const KeyDecision = z.enum(["open", "own_key", "role_not_allowed", "not_permitted"]);
export type KeyDecision = z.infer<typeof KeyDecision>;

export const ApiKeyId = z.strictObject({ apiKeyId: z.uuid() });

/** What revoking a key would break. */
export const ApiKeyUse = z.object({
  callsIn24Hours: z.number().int(),
  lastCallAt: Timestamp.nullable(),
  addresses: z.array(z.string()),
});
export type ApiKeyUse = z.infer<typeof ApiKeyUse>;

const HitKey = z.object({ id: z.uuid(), name: z.string(), hint: z.string() });

/** Keys that a policy would hit; the list ends early, the count does not. */
export const PolicyHits = z.object({ count: z.number().int(), keys: z.array(HitKey) });
export type PolicyHits = z.infer<typeof PolicyHits>;

/** The same, each key with the day on which it is hit. */
export const DatedPolicyHits = z.object({
  count: z.number().int(),
  keys: z.array(HitKey.extend({ at: Timestamp })),
});
export type DatedPolicyHits = z.infer<typeof DatedPolicyHits>;

/** Settings that hold for what keys write, and those that hold for whatever keys do. */
export const WRITE_RULES = [
  "confirmation",
  "destructiveConfirmation",
  "bulkRows",
  "confirmPhrase",
  "maxRows",
  "isReasonRequired",
  "isFourEyesRequired",
] as const;
export const CALL_RULES = ["logParts", "leakReaction"] as const;

/** The keys that follow other rules from their next call on, and which of the rules are others. */
export const RuleHits = PolicyHits.extend({ rules: z.array(z.enum([...WRITE_RULES, ...CALL_RULES])) });
export type RuleHits = z.infer<typeof RuleHits>;

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

/** What people did to hand a key over to its client; null: not yet. */
export const Handover = z.object({ configuredAt: Timestamp.nullable(), restartedAt: Timestamp.nullable() });
export type Handover = z.infer<typeof Handover>;

export const HandoverStep = z.enum(["configuration", "restart"]);
export type HandoverStep = z.infer<typeof HandoverStep>;

/** `isDone: false` takes back what was marked by mistake. */
export const MarkHandoverInput = z.strictObject({ apiKeyId: z.uuid(), step: HandoverStep, isDone: z.boolean() });

/** The live key that took the place of one that has ended, how far it was handed over, and whether its client has arrived. */
export const KeyReplacement = z.object({ apiKey: ApiKey, handover: Handover, firstCall: FirstCall.nullable() });
export type KeyReplacement = z.infer<typeof KeyReplacement>;
