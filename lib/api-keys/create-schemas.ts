import { z } from "zod";
import { SCOPES } from "#lib/authz/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { AddressRange } from "./allowed-addresses.ts";
import { AllowedHours } from "./allowed-hours.ts";
import { ApiKeyScope, KeyAccess } from "./key-access.ts";

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

export const MAX_DESCRIPTION_LENGTH = 500;

/** What people say of a key, as one paragraph; empty: nothing is said. */
const Paragraph = z
  .string()
  .transform((text) => text.replace(/\s+/gu, " ").trim())
  .pipe(
    z
      .string()
      .max(MAX_DESCRIPTION_LENGTH, "At most 500 characters.")
      .regex(/^[^\p{C}]*$/u, "No control characters."),
  );

export const ChangeDescriptionInput = z.strictObject({
  apiKeyId: z.uuid(),
  version: z.number().int().min(1),
  /** What it is for and where it is stored. */
  description: Paragraph,
});

/** What is approved is the key as it was looked at. */
export const ApproveApiKeyInput = z.strictObject({
  apiKeyId: z.uuid(),
  version: z.number().int().min(1),
  comment: Paragraph.optional(),
});

export const DeclineApiKeyInput = z.strictObject({ apiKeyId: z.uuid(), comment: Paragraph.optional() });

/** Past 100 years nobody means it. */
const MAX_LIFETIME_DAYS = 36_500;

/** Schedules that are offered: high security 30 or 60 days, standard 90, low risk 180; any other number is custom. */
export const ROTATION_SCHEDULES = [30, 60, 90, 180] as const;

/** The longest time between two rotations that a schedule can have. */
export const MAX_ROTATION_DAYS = 730;

/** Overlaps that are offered, in seconds: none, an hour, a day, a week. */
export const OVERLAPS = [0, 3_600, 86_400, 604_800] as const;
export const MAX_OVERLAP_SECONDS = 90 * 86_400;

/** Calls a minute; the process's own guard is lower. */
export const MAX_BUDGET = 100_000;
const Budget = z.number().int().min(1).max(MAX_BUDGET);

/** Null: no budget. */
export const ChangeBudgetsInput = z.strictObject({
  apiKeyId: z.uuid(),
  version: z.number().int().min(1),
  requestsPerMinute: Budget.nullable(),
  writesPerMinute: Budget.nullable(),
  writesPerHour: Budget.nullable(),
});

const ProjectIds = z.array(z.uuid()).min(1, "Choose at least one project.").max(100);
const AllowedAddresses = z.array(AddressRange).max(50);

/** What is left out stays as it is; no address and null mean: no such restriction. */
export const ChangeRestrictionsInput = z.strictObject({
  apiKeyId: z.uuid(),
  version: z.number().int().min(1),
  projectIds: ProjectIds.nullable().optional(),
  allowedAddresses: AllowedAddresses.optional(),
  allowedHours: AllowedHours.nullable().optional(),
});
export type ChangeRestrictionsInput = z.infer<typeof ChangeRestrictionsInput>;

const Restrictions = z.strictObject({
  /** Only these projects; absent: all of the environment. */
  projectIds: ProjectIds.optional(),
  allowedAddresses: AllowedAddresses.default([]),
  allowedHours: AllowedHours.optional(),
  requestsPerMinute: Budget.optional(),
  /** Calls of tools that write; dry runs are requests only. */
  writesPerMinute: Budget.optional(),
  writesPerHour: Budget.optional(),
});

export const CreateApiKeyInput = z.strictObject({
  ...Restrictions.shape,
  rotateEveryDays: z.number().int().min(1).max(MAX_ROTATION_DAYS).optional(),
  /** A member; null: the workspace itself, for machines. Absent: whoever makes the key. */
  ownerUserId: z.uuid().nullable().optional(),
  name: ApiKeyName,
  description: Paragraph.optional(),
  /** The key in whose place this one is made, of the same environment; it may have ended. */
  replacesKeyId: z.uuid().optional(),
  clientKind: ClientKind.default("other"),
  environment: Environment,
  access: KeyAccess,
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
