import { foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, updatedAt, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { apiKeys } from "./api-keys.ts";
import { workspaces } from "./workspaces.ts";

/** Who beside a key's owner is reminded; without a row the workspace's admins. */
export const reminderSettings = pgTable(
  "reminder_settings",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** In place of the admins. */
    teamAddress: text("team_address"),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId] }), workspacePolicy()],
).enableRLS();

/** Reminders of a key that somebody has put off. */
export const reminderSnoozes = pgTable(
  "reminder_snoozes",
  {
    workspaceId: workspaceId(),
    apiKeyId: uuid("api_key_id").notNull(),
    until: moment("until").notNull(),
    reason: text("reason").notNull(),
    byName: text("by_name").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.apiKeyId] }),
    foreignKey({
      name: "reminder_snoozes_api_key",
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    workspacePolicy(),
  ],
).enableRLS();

/** What was announced of a suspension by the policy. It holds for this state of the key and this grace period only. */
export const suspensionAnnouncements = pgTable(
  "suspension_announcements",
  {
    workspaceId: workspaceId(),
    apiKeyId: uuid("api_key_id").notNull(),
    suspendsAt: moment("suspends_at").notNull(),
    graceDays: integer("grace_days").notNull(),
    dueAt: moment("due_at").notNull(),
    keyVersion: integer("key_version").notNull(),
    announcedAt: moment("announced_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.apiKeyId] }),
    foreignKey({
      name: "suspension_announcements_api_key",
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    workspacePolicy(),
  ],
).enableRLS();
