import { index, inet, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { environmentCheck, oneOf } from "../checks.ts";
import { createdAt, environment, moment, workspaceId } from "../columns.ts";
import { environmentIfAnyPolicy, environmentPolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

/** The life of a write that waits for a person. */
export const PENDING_STATUSES = [
  "pending",
  "approved",
  "rejected",
  "executed",
  "cancelled",
  "expired",
  "stale",
] as const;

/** What a stored preview shows: the changes, as many as are kept, and how many of each kind there are in all. */
export interface StoredPreview {
  readonly changes: readonly {
    readonly target: { readonly type: string; readonly id: string; readonly label: string };
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  }[];
  readonly counts: readonly {
    readonly type: string;
    readonly action: "created" | "updated" | "deleted";
    readonly count: number;
  }[];
  /** Changes beyond those in the list. */
  readonly left: number;
}

/**
 * A credential's write that was previewed and waits for a person: to be confirmed through the client, or to be approved
 * in the browser. Names are copied, so that a key that is gone is still told of.
 */
export const pendingWrites = pgTable(
  "pending_writes",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    environment: environment(),
    id: uuid("id").notNull(),
    operation: text("operation").notNull(),
    tool: text("tool"),
    /** The operation's input as it was sent, to be parsed again. */
    input: jsonb("input").notNull(),
    /** SHA-256 of operation and canonical input (RFC 8785), base64url. */
    inputDigest: text("input_digest").notNull(),
    /** SHA-256 of the state that the preview was made on. */
    stateDigest: text("state_digest").notNull(),
    mode: text("mode").$type<"confirm" | "approve">().notNull(),
    preview: jsonb("preview").$type<StoredPreview>().notNull(),
    reason: text("reason"),
    idempotencyKey: text("idempotency_key"),
    credentialKind: text("credential_kind").notNull(),
    credentialId: uuid("credential_id").notNull(),
    credentialName: text("credential_name").notNull(),
    credentialHint: text("credential_hint").notNull(),
    /** The person behind the credential; null: the workspace itself. */
    userId: uuid("user_id"),
    userName: text("user_name"),
    userEmail: text("user_email"),
    clientName: text("client_name"),
    clientVersion: text("client_version"),
    ip: inet("ip"),
    userAgent: text("user_agent"),
    requestId: text("request_id").notNull(),
    status: text("status").$type<(typeof PENDING_STATUSES)[number]>().notNull().default("pending"),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    decidedAt: moment("decided_at"),
    decidedByUserId: uuid("decided_by_user_id"),
    decidedByName: text("decided_by_name"),
    decisionComment: text("decision_comment"),
    /** When it was executed, cancelled, or found expired or stale. */
    endedAt: moment("ended_at"),
    /** The event of the write itself. */
    executedEventId: uuid("executed_event_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.environment, table.id] }),
    // One event executes one stored write, whatever happens at the same moment.
    uniqueIndex("pending_writes_event").on(table.workspaceId, table.executedEventId),
    index("pending_writes_status").on(table.workspaceId, table.status, table.id),
    index("pending_writes_credential").on(table.workspaceId, table.credentialId, table.status, table.id),
    environmentCheck("pending_writes", table.environment),
    oneOf("pending_writes_status", table.status, PENDING_STATUSES),
    oneOf("pending_writes_mode", table.mode, ["confirm", "approve"]),
    environmentIfAnyPolicy(),
  ],
).enableRLS();

/** The first answer to a write with an idempotency key; the row itself is what makes it the only one. */
export const idempotentWrites = pgTable(
  "idempotent_writes",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    environment: environment(),
    /** Kind and id of the actor: keys of different callers have nothing to do with each other. */
    caller: text("caller").notNull(),
    key: text("key").notNull(),
    operation: text("operation").notNull(),
    inputDigest: text("input_digest").notNull(),
    output: jsonb("output"),
    changes: jsonb("changes"),
    auditEventId: uuid("audit_event_id").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.environment, table.caller, table.key] }),
    index("idempotent_writes_created").on(table.workspaceId, table.createdAt),
    environmentCheck("idempotent_writes", table.environment),
    environmentPolicy(),
  ],
).enableRLS();
