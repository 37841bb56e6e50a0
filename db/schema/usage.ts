import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, workspaceId } from "../columns.ts";
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
    /** The minute that the last element of the writes of the last hour stands for, since 1970; null: never counted. */
    atMinute: bigint("at_minute", { mode: "number" }),
    hourWrites: integer("hour_writes").array(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.lineId] }), workspacePolicy()],
).enableRLS();

const counts = () => ({
  workspaceId: workspaceId(),
  credentialId: uuid("credential_id").notNull(),
  /** Empty: calls of the protocol itself, and what was refused before a tool was known. */
  tool: text("tool").notNull(),
  /** Answered, errors among them; what was refused is apart. */
  calls: integer("calls").notNull(),
  errors: integer("errors").notNull(),
  refusals: integer("refusals").notNull(),
  /** Answered calls by their duration: one element for each bucket of `LATENCY_BOUNDS_US`, and one above them. */
  latency: integer("latency").array().notNull(),
});

/** What each credential did with each tool in an hour, rolled up from the audit log. */
export const usageHours = pgTable("usage_hours", { ...counts(), startsAt: moment("starts_at").notNull() }, (table) => [
  primaryKey({ columns: [table.workspaceId, table.credentialId, table.startsAt, table.tool] }),
  index("usage_hours_starts_at").on(table.workspaceId, table.startsAt),
  workspacePolicy(),
]).enableRLS();

/** The same for a day in UTC. */
export const usageDays = pgTable("usage_days", { ...counts(), startsAt: moment("starts_at").notNull() }, (table) => [
  primaryKey({ columns: [table.workspaceId, table.credentialId, table.startsAt, table.tool] }),
  index("usage_days_starts_at").on(table.workspaceId, table.startsAt),
  workspacePolicy(),
]).enableRLS();

/** How far a workspace's audit log is rolled up: every hour before is. */
export const usageRollups = pgTable(
  "usage_rollups",
  { workspaceId: workspaceId().primaryKey(), rolledUntil: moment("rolled_until").notNull() },
  () => [workspacePolicy()],
).enableRLS();
