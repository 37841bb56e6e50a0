import { bigint, integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";

/**
 * What a line of keys took out of its budgets in the last minute, second by second, the newest last. The migration makes
 * it unlogged: a crash of the database forgets at most that minute.
 */
export const keyBudgetCounters = pgTable(
  "key_budget_counters",
  {
    workspaceId: workspaceId(),
    lineId: uuid("line_id").notNull(),
    /** The second that the last element stands for, since 1970. */
    atSecond: bigint("at_second", { mode: "number" }).notNull(),
    requests: integer("requests").array().notNull(),
    writes: integer("writes").array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.lineId] }), workspacePolicy()],
).enableRLS();
