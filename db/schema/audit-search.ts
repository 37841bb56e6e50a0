import { boolean, customType, index, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * What the audit log's search finds events by, written by a job behind the events themselves. Each word begins with the
 * end of its workspace's id, so that a search walks through its own workspace's entries only.
 */
export const auditSearch = pgTable(
  "audit_search",
  {
    workspaceId: workspaceId(),
    occurredAt: timestamp("occurred_at", { withTimezone: true, precision: 6, mode: "string" }).notNull(),
    id: uuid("id").notNull(),
    words: tsvector("words").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.occurredAt, table.id] }),
    index("audit_search_words").using("gin", table.words),
    workspacePolicy(),
  ],
).enableRLS();

/** How far the index has come. Later events, and those shortly before it, may not be in it yet. */
export const auditSearchProgress = pgTable(
  "audit_search_progress",
  {
    workspaceId: workspaceId().primaryKey(),
    indexedUntil: timestamp("indexed_until", { withTimezone: true, precision: 6, mode: "string" }).notNull(),
  },
  () => [workspacePolicy()],
).enableRLS();

/** Indexed events by hour and by one of their names: the histogram, and the values that the search box offers. */
export const auditCounts = pgTable(
  "audit_counts",
  {
    workspaceId: workspaceId(),
    startsAt: timestamp("starts_at", { withTimezone: true, precision: 6, mode: "string" }).notNull(),
    field: text("field").notNull(),
    value: text("value").notNull(),
    /** What people merely looked at in the browser. */
    isBrowserRead: boolean("is_browser_read").notNull(),
    events: integer("events").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.field, table.startsAt, table.value, table.isBrowserRead] }),
    workspacePolicy(),
  ],
).enableRLS();
