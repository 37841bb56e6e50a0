import { sql } from "drizzle-orm";
import { index, inet, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { AUDIT_STATUSES } from "#lib/audit/event.ts";
import { environmentCheck, oneOf } from "../checks.ts";
import { createdAt, workspaceId } from "../columns.ts";
import { changesPolicy, workspacePolicy } from "../policies.ts";

/**
 * One append-only row for every call. Partitioned by month (the migration says `partition by range (occurred_at)`);
 * no foreign keys and every name denormalised, so that deleting or renaming never breaks history. A new column is also
 * one of `kept_audit_events`, which writes them all.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    workspaceId: workspaceId(),
    occurredAt: timestamp("occurred_at", { withTimezone: true, precision: 6, mode: "string" }).notNull(),
    /** UUIDv7: its time lies within milliseconds of `occurred_at`, so that a look-up by id needs one partition. */
    id: uuid("id").notNull(),
    schemaVersion: smallint("schema_version").notNull(),
    environment: text("environment"),
    /** Name of the operation (`task.create`) or of the act (`authentication.failed`). */
    action: text("action").notNull(),
    effect: text("effect").notNull(),
    channel: text("channel").notNull(),
    tool: text("tool"),
    status: text("status").notNull(),
    errorCode: text("error_code"),
    errorReason: text("error_reason"),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    /** The person behind the credential, where there is one. */
    userId: uuid("user_id"),
    userName: text("user_name"),
    userEmail: text("user_email"),
    credentialKind: text("credential_kind"),
    credentialId: uuid("credential_id"),
    credentialName: text("credential_name"),
    credentialHint: text("credential_hint"),
    sessionId: uuid("session_id"),
    targetType: text("target_type"),
    targetId: text("target_id"),
    targetLabel: text("target_label"),
    params: jsonb("params"),
    result: jsonb("result"),
    changes: jsonb("changes"),
    reason: text("reason"),
    /** How a guarded write was confirmed: by whom, when, with which token. */
    confirmation: jsonb("confirmation"),
    idempotencyKey: text("idempotency_key"),
    ip: inet("ip"),
    userAgent: text("user_agent"),
    clientName: text("client_name"),
    clientVersion: text("client_version"),
    protocolVersion: text("protocol_version"),
    requestId: text("request_id").notNull(),
    traceId: text("trace_id"),
    /** Microseconds from the adapter's receipt to the end of the work. */
    durationUs: integer("duration_us").notNull(),
    /** How many like events this one stands for: floods of refused calls are folded. */
    foldedCount: integer("folded_count").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.occurredAt, table.id] }),
    // Every call pays for an index of its event: this one counts and shows what a key did lately. All else is found by the
    // search's index behind the events.
    index("audit_events_credential").on(table.workspaceId, table.credentialId, table.occurredAt, table.id),
    // The few events that say which others went after their time: a verification looks for them in all months.
    index("audit_events_removals")
      .on(table.workspaceId, table.occurredAt)
      .where(sql`target_type = 'audit_retention' and action = 'audit_retention.remove_expired'`),
    environmentCheck("audit_events", table.environment),
    oneOf("audit_events_status", table.status, AUDIT_STATUSES),
    workspacePolicy(),
  ],
).enableRLS();

/** What each write did, by target: history, diff and undo read it. Append-only. */
export const changes = pgTable(
  "changes",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    environment: text("environment"),
    auditEventId: uuid("audit_event_id").notNull(),
    action: text("action").notNull(),
    channel: text("channel").notNull(),
    tool: text("tool"),
    targetType: text("target_type").notNull(),
    targetId: text("target_id").notNull(),
    targetLabel: text("target_label").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    reason: text("reason"),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    credentialId: uuid("credential_id"),
    credentialName: text("credential_name"),
    credentialHint: text("credential_hint"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("changes_target").on(table.workspaceId, table.targetType, table.targetId, table.id),
    index("changes_credential").on(table.workspaceId, table.credentialId, table.id),
    index("changes_audit_event").on(table.workspaceId, table.auditEventId, table.id),
    environmentCheck("changes", table.environment),
    changesPolicy(),
  ],
).enableRLS();
