import { bigint, customType, foreignKey, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../checks.ts";
import { moment, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;

/** Direct: read while it is fetched. The others are of exports that a job prepares. */
export const EXPORT_STATES = ["direct", "waiting", "running", "ready", "cancelled", "failed"] as const;
const EXPORT_FAILURES = ["too_slow", "internal"] as const;

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Exports of the audit log: what was asked for, and of a prepared one how far it has come. */
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
    state: text("state").$type<(typeof EXPORT_STATES)[number]>().notNull().default("direct"),
    /** How many the parts hold. */
    events: integer("events").notNull().default(0),
    parts: integer("parts").notNull().default(0),
    /** Where the next part begins; null at the beginning. */
    cursor: text("cursor"),
    /** The newest and the oldest event of the parts: `{ first, last }` with id and moment. */
    ends: jsonb("ends"),
    /** Direct: of the last time that it was fetched to the end. */
    manifest: jsonb("manifest"),
    /** So many times in a row that the next part could not be prepared. */
    failedAttempts: integer("failed_attempts").notNull().default(0),
    /** Null: at once. */
    tryAfter: moment("try_after"),
    failure: text("failure").$type<(typeof EXPORT_FAILURES)[number]>(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    oneOf("audit_exports_format", table.format, EXPORT_FORMATS),
    oneOf("audit_exports_state", table.state, EXPORT_STATES),
    oneOf("audit_exports_failure", table.failure, EXPORT_FAILURES),
    workspacePolicy(),
  ],
).enableRLS();

/** The content of prepared exports, piece by piece; it goes with the export. */
export const auditExportParts = pgTable(
  "audit_export_parts",
  {
    workspaceId: workspaceId(),
    exportId: uuid("export_id").notNull(),
    /** From 0. */
    part: integer("part").notNull(),
    /** Compressed with gzip. */
    content: bytes("content").notNull(),
    /** Of its text. */
    sizeBytes: integer("size_bytes"),
    /** Where in the file it begins; null where that was not noted, of exports of an older version. */
    beginsAt: bigint("begins_at", { mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.exportId, table.part] }),
    foreignKey({
      columns: [table.workspaceId, table.exportId],
      foreignColumns: [auditExports.workspaceId, auditExports.id],
      name: "audit_export_parts_export",
    }).onDelete("cascade"),
    workspacePolicy(),
  ],
).enableRLS();
