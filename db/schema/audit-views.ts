import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, moment, updatedAt, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { memberships } from "./workspaces.ts";

/** A search of the audit log under a name. */
export const auditViews = pgTable(
  "audit_views",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    /** Whose it is, and goes with them when they leave; null: it is shared, and belongs to the workspace. */
    ownerUserId: uuid("owner_user_id"),
    name: text("name").notNull(),
    /** In the query language. */
    query: text("query").notNull(),
    /** A time before now, by name; null where moments are given. */
    range: text("range"),
    fromAt: moment("from_at"),
    toAt: moment("to_at"),
    showsBrowserReads: boolean("shows_browser_reads").notNull(),
    updatedByName: text("updated_by_name").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      name: "audit_views_owner",
      columns: [table.workspaceId, table.ownerUserId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    index("audit_views_owner_user").on(table.workspaceId, table.ownerUserId),
    uniqueIndex("audit_views_own_name")
      .on(table.workspaceId, table.ownerUserId, sql`lower(${table.name})`)
      .where(sql`${table.ownerUserId} is not null`),
    uniqueIndex("audit_views_shared_name")
      .on(table.workspaceId, sql`lower(${table.name})`)
      .where(sql`${table.ownerUserId} is null`),
    workspacePolicy(),
  ],
).enableRLS();
