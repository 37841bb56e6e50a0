import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Role } from "#lib/authz/index.ts";
import { roleCheck } from "../checks.ts";
import { createdAt, version, workspaceId } from "../columns.ts";
import { workspaceItselfPolicy, workspacePolicy } from "../policies.ts";
import { users } from "./people.ts";

export const workspaces = pgTable(
  "workspaces",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  () => [workspaceItselfPolicy()],
).enableRLS();

export const memberships = pgTable(
  "memberships",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role").$type<Role>().notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    index("memberships_user_id").on(table.userId),
    roleCheck("memberships", table.role),
    workspacePolicy(),
  ],
).enableRLS();
