import { boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Environment, LogPart } from "#lib/environments/index.ts";
import { environmentCheck } from "../checks.ts";
import { updatedAt, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

type Confirmation = "none" | "on_request" | "confirm" | "approval";

/**
 * What a workspace has decided for an environment; without a row the defaults are in force. The environment is data
 * here: admins see all three.
 */
export const environmentPolicies = pgTable(
  "environment_policies",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    environment: text("environment").$type<Environment>().notNull(),
    creatorRoles: text("creator_roles").array().$type<("owner" | "admin")[]>().notNull(),
    /** A new key lets nobody in before another admin has approved it. */
    isKeyApprovalRequired: boolean("is_key_approval_required").notNull().default(false),
    isRotationRequired: boolean("is_rotation_required").notNull(),
    rotateEveryDays: integer("rotate_every_days"),
    maxAgeDays: integer("max_age_days"),
    confirmation: text("confirmation").$type<Confirmation>().notNull(),
    /** Of destructive operations and bulk changes; the stricter of both holds for them. */
    destructiveConfirmation: text("destructive_confirmation").$type<Confirmation>().notNull().default("none"),
    /** A write that touches more rows counts as destructive; null: none does. */
    bulkRows: integer("bulk_rows").default(50),
    /** What a call may touch at most; more pauses the key's writes. Null: there is no limit. */
    maxRows: integer("max_rows").default(1000),
    isReasonRequired: boolean("is_reason_required").notNull().default(false),
    confirmPhrase: text("confirm_phrase").notNull().default("CONFIRM"),
    /** Nobody approves what their own key asks for. */
    isFourEyesRequired: boolean("is_four_eyes_required").notNull().default(false),
    /** Which of the audit event's columns are kept. */
    logParts: text("log_parts").array().$type<LogPart[]>().notNull(),
    requestsPerMinute: integer("requests_per_minute"),
    writesPerMinute: integer("writes_per_minute"),
    writesPerHour: integer("writes_per_hour"),
    suspendOverdueAfterDays: integer("suspend_overdue_after_days"),
    leakReaction: text("leak_reaction").$type<"suspend" | "revoke">().notNull(),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.environment] }),
    environmentCheck("environment_policies", table.environment),
    workspacePolicy(),
  ],
).enableRLS();
