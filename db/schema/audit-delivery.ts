import { sql } from "drizzle-orm";
import { bigint, check, customType, foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/stream.ts";
import { oneOf } from "../checks.ts";
import { createdAt, moment, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Where a workspace's audit log is delivered to, with how it goes. */
export const auditDestinations = pgTable(
  "audit_destinations",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    url: text("url").notNull(),
    /** Encrypted, not hashed: it signs. */
    secretSealed: bytea("secret_sealed").notNull(),
    /** After a rotation of the secret: signs as well until then. */
    previousSecretSealed: bytea("previous_secret_sealed"),
    previousSecretEndsAt: moment("previous_secret_ends_at"),
    pausedAt: moment("paused_at"),
    /** `person`, or `gone` when the receiver answered 410. */
    pausedReason: text("paused_reason").$type<"person" | "gone">(),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
    /** Of what people decide; how it goes doesn't count. */
    version: version(),
    /** Who sends at present, until when nobody else does; whoever writes down what came of it names it. */
    leaseId: uuid("lease_id"),
    leasedUntil: moment("leased_until"),
    /** Of the present outage; null: the last batch was accepted. */
    failingSince: moment("failing_since"),
    failures: integer("failures").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at"),
    lastAttemptAt: moment("last_attempt_at"),
    lastSuccessAt: moment("last_success_at"),
    lastErrorAt: moment("last_error_at"),
    lastError: text("last_error"),
    lastErrorStatus: integer("last_error_status"),
    /** When the admins were told of an outage whose end they were not told yet. */
    alertedAt: moment("alerted_at"),
    /** The newest test event. */
    testId: uuid("test_id"),
    testState: text("test_state").$type<"queued" | "sending" | "ended">(),
    testAt: moment("test_at"),
    testStatus: integer("test_status"),
    testError: text("test_error"),
    testDurationMs: integer("test_duration_ms"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    oneOf("audit_destinations_paused_reason", table.pausedReason, ["person", "gone"]),
    oneOf("audit_destinations_test_state", table.testState, ["queued", "sending", "ended"]),
    workspacePolicy(),
  ],
).enableRLS();

/** How far a destination has got with each stream that it gets. */
export const auditDeliveryCursors = pgTable(
  "audit_delivery_cursors",
  {
    workspaceId: workspaceId(),
    destinationId: uuid("destination_id").notNull(),
    stream: text("stream").$type<AuditStream>().notNull(),
    /** The first leaf that was not accepted. */
    nextLeaf: bigint("next_leaf", { mode: "number" }).notNull(),
    /** Of the next batch, from 1; without gaps, whatever leaves it has. */
    sequence: bigint("sequence", { mode: "number" }).notNull().default(1),
    /** Where it would have gone on, had nobody moved it; the next batch says so. */
    movedFromLeaf: bigint("moved_from_leaf", { mode: "number" }),
    /** The batch that is under way: it stays the same until it is accepted. */
    batchId: uuid("batch_id"),
    batchLastLeaf: bigint("batch_last_leaf", { mode: "number" }),
    batchMadeAt: moment("batch_made_at"),
    deliveredAt: moment("delivered_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.destinationId, table.stream] }),
    foreignKey({
      name: "audit_delivery_cursors_destination",
      columns: [table.workspaceId, table.destinationId],
      foreignColumns: [auditDestinations.workspaceId, auditDestinations.id],
    }).onDelete("cascade"),
    oneOf("audit_delivery_cursors_stream", table.stream, AUDIT_STREAMS),
    check("audit_delivery_cursors_batch", sql`batch_id is null or batch_last_leaf >= next_leaf`),
    workspacePolicy(),
  ],
).enableRLS();
