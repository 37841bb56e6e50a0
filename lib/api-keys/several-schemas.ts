import { z } from "zod";
import { Environment } from "#lib/environments/index.ts";
import { ClientKind } from "./create-schemas.ts";
import { ApiKeyStatus } from "./key-status.ts";
import { OwnerFilter, ROTATION_FILTERS, STATUS_FILTERS } from "./list-options.ts";

const MAX_UNUSED_DAYS = 3_650;

/** Which keys: what is left out does not matter. */
export const ApiKeyFilter = z.strictObject({
  status: z.enum(STATUS_FILTERS).default("live"),
  environment: Environment.optional(),
  clientKind: ClientKind.optional(),
  owner: OwnerFilter.optional(),
  rotation: z.enum(ROTATION_FILTERS).optional(),
  /** Made and last used at least so many days ago; a key that was never used counts from its making. */
  unusedForDays: z.number().int().min(1).max(MAX_UNUSED_DAYS).optional(),
  /** True: no call ever; false: at least one. */
  isNeverUsed: z.boolean().optional(),
  /** In the name, the owner's name or address, or the hint (`pst_prod_…x7Qa`, or the last four alone). */
  query: z.string().trim().max(120).optional(),
});
export type ApiKeyFilter = z.infer<typeof ApiKeyFilter>;

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
  lastCallAt: z.iso.datetime({ offset: true }).nullable(),
  /** The ones used most in the last 24 hours, then the others. */
  busiest: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      hint: z.string(),
      environment: Environment,
      callsIn24Hours: z.number().int(),
      lastUsedAt: z.iso.datetime({ offset: true }).nullable(),
    }),
  ),
});
export type SeveralKeysPreview = z.infer<typeof SeveralKeysPreview>;
