import { jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../checks.ts";
import { moment, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;

/** Exports of the audit log: what was asked for. The content is made while it is fetched, and never stored. */
export const auditExports = pgTable(
  "audit_exports",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    format: text("format").$type<(typeof EXPORT_FORMATS)[number]>().notNull(),
    /** As the search takes it. */
    filter: jsonb("filter").notNull(),
    /** Null: the operator. */
    requestedBy: uuid("requested_by"),
    /** Relative dates of the filter count from here, and nothing newer is in it. */
    requestedAt: moment("requested_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    /** Of the last time that it was fetched to the end. */
    manifest: jsonb("manifest"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    oneOf("audit_exports_format", table.format, EXPORT_FORMATS),
    workspacePolicy(),
  ],
).enableRLS();
