import { index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { createdAt, moment, updatedAt, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

/** How often a workspace's audit log is reviewed, and by whom; without a row nobody has decided. */
export const auditReviewSettings = pgTable(
  "audit_review_settings",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Null: whenever somebody wants to. */
    cadence: text("cadence").$type<"weekly" | "monthly">(),
    /** Since when this cadence holds: nothing was due before. */
    cadenceSince: moment("cadence_since"),
    /** Without a foreign key: who leaves is left out when they are read. */
    reviewerIds: uuid("reviewer_ids").array().notNull(),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId] }), workspacePolicy()],
).enableRLS();

/** What was counted in a review, by kind of finding. */
export type ReviewCounts = Readonly<Record<string, { readonly count: number; readonly isCapped: boolean }>>;

/** Signed-off reviews, each from the end of the one before. Append-only. */
export const auditReviews = pgTable(
  "audit_reviews",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    /** Null: from the beginning of the log. */
    coveredFrom: moment("covered_from"),
    coveredUntil: moment("covered_until").notNull(),
    comment: text("comment").notNull(),
    counts: jsonb("counts").$type<ReviewCounts>().notNull(),
    /** Names are copied: people leave. */
    byUserId: uuid("by_user_id").notNull(),
    byName: text("by_name").notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] }), workspacePolicy()],
).enableRLS();

/**
 * When a credential was first seen with an address, a client or a tool: written behind the events, together with the
 * search index. `last_at` is right to within a day.
 */
export const auditFirstUses = pgTable(
  "audit_first_uses",
  {
    workspaceId: workspaceId(),
    credentialId: uuid("credential_id").notNull(),
    kind: text("kind").$type<"address" | "client" | "tool">().notNull(),
    value: text("value").notNull(),
    credentialName: text("credential_name").notNull(),
    firstAt: timestamp("first_at", { withTimezone: true, precision: 6, mode: "string" }).notNull(),
    lastAt: timestamp("last_at", { withTimezone: true, precision: 6, mode: "string" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.credentialId, table.kind, table.value] }),
    index("audit_first_uses_first_at").on(table.workspaceId, table.firstAt),
    workspacePolicy(),
  ],
).enableRLS();
