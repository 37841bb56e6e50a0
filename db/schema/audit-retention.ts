import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/stream.ts";
import { oneOf } from "../checks.ts";
import { moment, updatedAt, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

/** How long each stream's events are kept; without a row 90 days. The function that removes them reads it itself. */
export const auditRetention = pgTable(
  "audit_retention",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    stream: text("stream").$type<AuditStream>().notNull(),
    keepDays: integer("keep_days").notNull(),
    /** Why nothing goes at all; null: no legal hold. */
    holdReason: text("hold_reason"),
    holdSince: moment("hold_since"),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.stream] }),
    oneOf("audit_retention_stream", table.stream, AUDIT_STREAMS),
    // 30 days to 7 years.
    check("audit_retention_keep_days", sql`keep_days between 30 and 2557`),
    workspacePolicy(),
  ],
).enableRLS();
