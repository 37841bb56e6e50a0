import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const eventMoment = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: "string" }).notNull();

/**
 * Events that the search's index doesn't have yet. A trigger adds each event as it is written, and indexing it takes it
 * out: so an event is in exactly one of the two from the moment of its commit on, however long after its own moment
 * that is.
 */
export const auditArrivals = pgTable(
  "audit_arrivals",
  {
    workspaceId: workspaceId(),
    occurredAt: eventMoment("occurred_at"),
    id: uuid("id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.occurredAt, table.id] }), workspacePolicy()],
).enableRLS();

/**
 * What the audit log's search finds events by, written by a job behind the events themselves. Each word begins with the
 * end of its workspace's id, so that a search walks through its own workspace's entries only. Partitioned by week (the
 * migration says `partition by range (occurred_at)`).
 */
export const auditSearch = pgTable(
  "audit_search",
  {
    workspaceId: workspaceId(),
    occurredAt: eventMoment("occurred_at"),
    id: uuid("id").notNull(),
    /**
     * The event's place in the order in which the workspace's events were indexed, from 1. Whoever has seen one position
     * will never find a new event before it.
     */
    position: bigint("position", { mode: "number" }).notNull().default(0),
    words: tsvector("words").notNull(),
    /** What facets count, in the order of FACET_FIELDS: so that they need not read the events. */
    names: text("names").array().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.occurredAt, table.id] }),
    index("audit_search_position").on(table.workspaceId, table.position),
    index("audit_search_words").using("gin", table.words),
    workspacePolicy(),
  ],
).enableRLS();

/** How far the index of a workspace has come. */
export const auditSearchProgress = pgTable(
  "audit_search_progress",
  {
    workspaceId: workspaceId().primaryKey(),
    /** The newest moment among the indexed events. Others may come later that are older. */
    indexedUntil: eventMoment("indexed_until"),
    lastPosition: bigint("last_position", { mode: "number" }).notNull().default(0),
  },
  () => [workspacePolicy()],
).enableRLS();

/** Indexed events by hour and by one of their names, in lower case: the histogram. */
export const auditCounts = pgTable(
  "audit_counts",
  {
    workspaceId: workspaceId(),
    startsAt: eventMoment("starts_at"),
    field: text("field").notNull(),
    value: text("value").notNull(),
    /** What people merely looked at in the browser. */
    isBrowserRead: boolean("is_browser_read").notNull(),
    events: integer("events").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.field, table.value, table.startsAt, table.isBrowserRead] }),
    workspacePolicy(),
  ],
).enableRLS();

/** The names that occur in indexed events: what the search box offers. */
export const auditNames = pgTable(
  "audit_names",
  {
    workspaceId: workspaceId(),
    field: text("field").notNull(),
    value: text("value").notNull(),
    events: bigint("events", { mode: "number" }).notNull(),
    /** The newest moment of such an event. */
    lastAt: eventMoment("last_at"),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.field, table.value] }), workspacePolicy()],
).enableRLS();
