import { z } from "zod";
import type { Role } from "#lib/authz/index.ts";
import { Environment, LOG_PARTS } from "#lib/environments/index.ts";
import { CONFIRMATIONS } from "#lib/safe-writes/schemas.ts";

export { CONFIRMATIONS } from "#lib/safe-writes/schemas.ts";

/** Roles that a policy can let make keys: those that may manage keys at all. It narrows a permission, never widens it. */
export const CREATOR_ROLES = ["owner", "admin"] as const satisfies readonly Role[];

/** What a leak report does to the key at once. */
export const LEAK_REACTIONS = ["suspend", "revoke"] as const;

export const MAX_ROTATION_DAYS = 730;
export const MAX_AGE_DAYS = 3_650;
export const MAX_GRACE_DAYS = 365;
export const MAX_PER_MINUTE = 100_000;

export const MAX_BULK_ROWS = 100_000;
export const MAX_PHRASE_LENGTH = 40;

const ConfirmPhrase = z
  .string()
  .trim()
  .min(2, "At least 2 characters.")
  .max(MAX_PHRASE_LENGTH)
  .regex(/^[^\p{C}]*$/u, "No control characters.");

const Budget = z.number().int().min(1).max(MAX_PER_MINUTE).nullable();

/** What admins decide for one environment. */
export const PolicySettings = z.strictObject({
  /** Who may make and rotate keys. */
  creatorRoles: z.array(z.enum(CREATOR_ROLES)).min(1, "Choose at least one role."),
  /** Whether a new key lets nobody in before somebody else who may make keys has approved it. */
  isKeyApprovalRequired: z.boolean(),
  isRotationRequired: z.boolean(),
  /** The longest time between two rotations where they are required; else what is suggested for a new key. */
  rotateEveryDays: z.number().int().min(1).max(MAX_ROTATION_DAYS).nullable(),
  /** A key stops this long after it was made, whatever its own expiry; a rotation makes a new one. Null: never. */
  maxAgeDays: z.number().int().min(1).max(MAX_AGE_DAYS).nullable(),
  confirmation: z.enum(CONFIRMATIONS),
  /** Where a write needs an approval: whether it has to come from somebody other than the person behind the key. */
  isFourEyesRequired: z.boolean(),
  /** Of destructive operations and bulk changes; the stricter of both holds for them. */
  destructiveConfirmation: z.enum(CONFIRMATIONS),
  /** A write that touches more rows than this counts as destructive; null: none does. */
  bulkRows: z.number().int().min(1).max(MAX_BULK_ROWS).nullable(),
  /** A call that would touch more rows is refused, and its key's writes are paused; null: none is. */
  maxRows: z.number().int().min(1).max(MAX_BULK_ROWS).nullable(),
  /** Whether a credential's write needs a reason. */
  isReasonRequired: z.boolean(),
  /** What has to be typed to confirm. */
  confirmPhrase: ConfirmPhrase,
  /** What the audit log keeps of a call, beyond that it happened. */
  logParts: z.array(z.enum(LOG_PARTS)),
  /** Budgets that a new key is offered; null: none. */
  requestsPerMinute: Budget,
  writesPerMinute: Budget,
  writesPerHour: Budget,
  /** The grace period: an overdue key is suspended this long after its rotation was due. Null: never by itself. */
  suspendOverdueAfterDays: z.number().int().min(1).max(MAX_GRACE_DAYS).nullable(),
  leakReaction: z.enum(LEAK_REACTIONS),
});
export type PolicySettings = z.infer<typeof PolicySettings>;

/** The policy in force in one environment. */
export const EnvironmentPolicy = z.object({
  ...PolicySettings.shape,
  environment: Environment,
  /** 0: nobody has decided anything, the defaults are in force. */
  version: z.number().int(),
  updatedAt: z.iso.datetime({ offset: true }).nullable(),
  updatedByName: z.string().nullable(),
});
export type EnvironmentPolicy = z.infer<typeof EnvironmentPolicy>;
