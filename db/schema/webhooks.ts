import { sql } from "drizzle-orm";
import {
  check,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, moment, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Where a workspace wants its events sent. The secrets sign, so they are kept encrypted, not hashed. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    url: text("url").notNull(),
    description: text("description").notNull().default(""),
    events: text("events").array().notNull(),
    secretSealed: bytea("secret_sealed").notNull(),
    /** After a rotation of the secret: signs as well until then. */
    previousSecretSealed: bytea("previous_secret_sealed"),
    previousSecretEndsAt: moment("previous_secret_ends_at"),
    disabledAt: moment("disabled_at"),
    /** `person`, or `gone` when the receiver answered 410. */
    disabledReason: text("disabled_reason").$type<"person" | "gone">(),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    check("webhook_endpoints_disabled_reason", sql`${table.disabledReason} in ('person', 'gone')`),
    workspacePolicy(),
  ],
).enableRLS();

/** One event for one endpoint, from its queueing to its end. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    workspaceId: workspaceId(),
    /** The message's id on the wire, the same on every attempt. */
    id: uuid("id").notNull(),
    endpointId: uuid("endpoint_id").notNull(),
    eventType: text("event_type").notNull(),
    /** The same thing is queued once, whatever number of instances see it. */
    dedupeKey: text("dedupe_key").notNull(),
    /** Exactly the bytes that are signed and sent. */
    body: text("body").notNull(),
    status: text("status").$type<"pending" | "delivered" | "failed">().notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at"),
    lastAttemptAt: moment("last_attempt_at"),
    lastStatus: integer("last_status"),
    lastError: text("last_error"),
    lastDurationMs: integer("last_duration_ms"),
    deliveredAt: moment("delivered_at"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      name: "webhook_deliveries_endpoint",
      columns: [table.workspaceId, table.endpointId],
      foreignColumns: [webhookEndpoints.workspaceId, webhookEndpoints.id],
    }).onDelete("cascade"),
    check("webhook_deliveries_status", sql`${table.status} in ('pending', 'delivered', 'failed')`),
    uniqueIndex("webhook_deliveries_dedupe").on(table.workspaceId, table.endpointId, table.dedupeKey),
    index("webhook_deliveries_endpoint").on(table.workspaceId, table.endpointId, table.id),
    // Found before the workspace is known: the job serves all of them.
    index("webhook_deliveries_due").on(table.nextAttemptAt).where(sql`${table.status} = 'pending'`),
    workspacePolicy(),
  ],
).enableRLS();
