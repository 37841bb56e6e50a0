import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

/** How far a refresh of staging has come. What it did is in the audit log; this is for who watches. */
export const environmentRefreshes = pgTable(
  "environment_refreshes",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    /** Of the call that does it: its audit event has the same. */
    requestId: text("request_id").notNull(),
    startedByName: text("started_by_name").notNull(),
    startedAt: moment("started_at").notNull(),
    /** Rows to be removed and copied. */
    totalRows: integer("total_rows").notNull(),
    doneRows: integer("done_rows").notNull().default(0),
    finishedAt: moment("finished_at"),
    /** The error's code, when it failed: then nothing has changed. */
    failure: text("failure"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("environment_refreshes_started").on(table.workspaceId, table.startedAt),
    workspacePolicy(),
  ],
).enableRLS();
