import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { FREEZE_SCOPES, type FreezeScope } from "#lib/environments/environment.ts";
import { oneOf } from "../checks.ts";
import { moment, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

/** A row is a freeze that is in force; lifting it deletes the row. The kernel reads it in every write's transaction. */
export const writeFreezes = pgTable(
  "write_freezes",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    scope: text("scope").$type<FreezeScope>().notNull(),
    /** What clients and people are told when they are refused. */
    note: text("note").notNull(),
    frozenAt: moment("frozen_at").notNull(),
    frozenByName: text("frozen_by_name").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.scope] }),
    oneOf("write_freezes_scope", table.scope, FREEZE_SCOPES),
    workspacePolicy(),
  ],
).enableRLS();
