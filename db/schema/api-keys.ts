import { sql } from "drizzle-orm";
import {
  boolean,
  customType,
  foreignKey,
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Scope } from "#lib/authz/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { environmentCheck } from "../checks.ts";
import { createdAt, moment, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

/** When a key may be used: days 1 (Monday) to 7, local times `HH:MM` in an IANA time zone. */
export interface AllowedHours {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** A key's environment is data here: admins see the keys of all three. The secret is stored as a keyed hash only. */
export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    keyId: text("key_id").notNull(),
    name: text("name").notNull(),
    /** What it is for and where it is stored. */
    description: text("description"),
    clientKind: text("client_kind").notNull(),
    environment: text("environment").$type<Environment>().notNull(),
    scopes: text("scopes").array().$type<Scope[]>().notNull(),
    /** Access "read and propose": nothing is written before a person has approved it. */
    writesNeedApproval: boolean("writes_need_approval").notNull().default(false),
    secretHash: bytea("secret_hash").notNull(),
    pepperId: integer("pepper_id").notNull(),
    lastFour: text("last_four").notNull(),
    ownerUserId: uuid("owner_user_id"),
    createdByName: text("created_by_name").notNull(),
    /** The person who made or rotated it; null: the operator, or a key from before this was kept. */
    createdByUserId: uuid("created_by_user_id"),
    createdAt: createdAt(),
    expiresAt: moment("expires_at"),
    /** Set when the name of an expired key was given to a new one. */
    nameReleasedAt: moment("name_released_at"),
    revokedAt: moment("revoked_at"),
    revokedByName: text("revoked_by_name"),
    revokeReason: text("revoke_reason"),
    suspendedAt: moment("suspended_at"),
    suspendedByName: text("suspended_by_name"),
    suspendReason: text("suspend_reason"),
    /** Since when it waits for another admin, or waited; null: it never had to. */
    approvalRequestedAt: moment("approval_requested_at"),
    approvedAt: moment("approved_at"),
    approvedByName: text("approved_by_name"),
    approvalComment: text("approval_comment"),
    /** The first key of the line: a rotation's successor keeps it, and the name. */
    lineId: uuid("line_id").notNull(),
    predecessorId: uuid("predecessor_id"),
    /** The key in whose place people made this one; a rotation's successor has its predecessor instead. */
    replacesKeyId: uuid("replaces_key_id"),
    /** Set on a key that was rotated: when its successor is alone. */
    overlapEndsAt: moment("overlap_ends_at"),
    rotateEveryDays: integer("rotate_every_days"),
    /** CIDR ranges; empty: any address. */
    allowedAddresses: text("allowed_addresses").array().notNull().default(sql`'{}'::text[]`),
    allowedHours: jsonb("allowed_hours").$type<AllowedHours>(),
    /** Null: all projects of the environment. */
    projectIds: uuid("project_ids").array(),
    /** Budgets; null: none but the process's own guard. */
    requestsPerMinute: integer("requests_per_minute"),
    writesPerMinute: integer("writes_per_minute"),
    writesPerHour: integer("writes_per_hour"),
    /** Since it went over a budget of writes, or a call of it touched too many rows; reads go on. Null: it may write. */
    writesPausedAt: moment("writes_paused_at"),
    writesPausedBy: text("writes_paused_by").$type<"minute" | "hour" | "rows">(),
    /** What people did to hand the key over to its client, where it replaces another: the configuration, the restart. */
    configuredAt: moment("configured_at"),
    restartedAt: moment("restarted_at"),
    lastUsedAt: moment("last_used_at"),
    lastUsedIp: inet("last_used_ip"),
    lastUsedUserAgent: text("last_used_user_agent"),
    /** Name and version, as the client itself says. */
    lastUsedClient: text("last_used_client"),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // The one look-up that happens before the workspace is known.
    uniqueIndex("api_keys_key_id").on(table.keyId),
    uniqueIndex("api_keys_live_name")
      .on(table.workspaceId, sql`lower(${table.name})`)
      .where(sql`${table.revokedAt} is null and ${table.nameReleasedAt} is null`),
    // One live successor for each key, whatever happens at the same moment.
    uniqueIndex("api_keys_successor")
      .on(table.workspaceId, table.predecessorId)
      .where(sql`${table.predecessorId} is not null and ${table.revokedAt} is null`),
    index("api_keys_line").on(table.workspaceId, table.lineId),
    index("api_keys_replaces").on(table.workspaceId, table.replacesKeyId),
    foreignKey({
      name: "api_keys_replaces_key",
      columns: [table.workspaceId, table.replacesKeyId],
      foreignColumns: [table.workspaceId, table.id],
    }),
    index("api_keys_owner").on(table.workspaceId, table.ownerUserId),
    environmentCheck("api_keys", table.environment),
    workspacePolicy(),
  ],
).enableRLS();

/** Failed authentication with a known key id, folded: one row per key, address and five-minute window. */
export const authenticationFailures = pgTable(
  "authentication_failures",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    apiKeyId: uuid("api_key_id").notNull(),
    ip: text("ip").notNull(),
    windowStartedAt: moment("window_started_at").notNull(),
    environment: text("environment").$type<Environment>().notNull(),
    credentialName: text("credential_name").notNull(),
    credentialHint: text("credential_hint").notNull(),
    reason: text("reason").notNull(),
    count: integer("count").notNull(),
    /** No longer set: a closed window's row is deleted. */
    closedAt: moment("closed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.apiKeyId, table.ip, table.windowStartedAt] }),
    environmentCheck("authentication_failures", table.environment),
    workspacePolicy(),
  ],
).enableRLS();
