import { DEFAULT_LOG_PARTS, type Environment } from "#lib/environments/index.ts";
import { DEFAULT_WRITE_RULES } from "#lib/safe-writes/index.ts";
import type { PolicySettings } from "./schemas.ts";

const COMMON = {
  creatorRoles: ["owner", "admin"],
  requestsPerMinute: null,
  writesPerMinute: null,
  writesPerHour: null,
  // A workspace of one person could approve nothing otherwise.
  isFourEyesRequired: false,
  isKeyApprovalRequired: false,
  suspendOverdueAfterDays: null,
  leakReaction: "revoke",
} as const;

/** What is in force where a workspace has decided nothing else. */
export const DEFAULT_POLICIES: Readonly<Record<Environment, PolicySettings>> = {
  development: {
    ...COMMON,
    creatorRoles: [...COMMON.creatorRoles],
    isRotationRequired: false,
    rotateEveryDays: null,
    maxAgeDays: null,
    ...DEFAULT_WRITE_RULES.development,
    logParts: [...DEFAULT_LOG_PARTS.development],
  },
  staging: {
    ...COMMON,
    creatorRoles: [...COMMON.creatorRoles],
    isRotationRequired: true,
    rotateEveryDays: 180,
    maxAgeDays: null,
    ...DEFAULT_WRITE_RULES.staging,
    logParts: [...DEFAULT_LOG_PARTS.staging],
  },
  production: {
    ...COMMON,
    creatorRoles: [...COMMON.creatorRoles],
    isRotationRequired: true,
    rotateEveryDays: 90,
    maxAgeDays: 365,
    ...DEFAULT_WRITE_RULES.production,
    logParts: [...DEFAULT_LOG_PARTS.production],
  },
};
