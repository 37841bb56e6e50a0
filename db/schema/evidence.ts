import {
  bigint,
  customType,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/stream.ts";
import { oneOf } from "../checks.ts";
import { moment, updatedAt, version, workspaceId } from "../columns.ts";
import { workspacePolicy } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const stream = () => text("stream").$type<AuditStream>().notNull();
const eventMoment = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: "string" });

/** The place of each audit event in its stream's Merkle tree. Append-only; it outlives the event. */
export const auditLeaves = pgTable(
  "audit_leaves",
  {
    workspaceId: workspaceId(),
    stream: stream(),
    /** From 0, without gaps, given by the sealer. */
    leaf: bigint("leaf", { mode: "number" }).notNull(),
    occurredAt: eventMoment("occurred_at").notNull(),
    eventId: uuid("event_id").notNull(),
    /** RFC 6962 §2.1. */
    hash: bytes("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.stream, table.leaf] }),
    uniqueIndex("audit_leaves_event").on(table.workspaceId, table.occurredAt, table.eventId),
    oneOf("audit_leaves_stream", table.stream, AUDIT_STREAMS),
    workspacePolicy(),
  ],
).enableRLS();

/** Hashes of full subtrees of 256, 256², … leaves: heads and proofs read these instead of every leaf. */
export const auditSubtrees = pgTable(
  "audit_subtrees",
  {
    workspaceId: workspaceId(),
    stream: stream(),
    /** The subtree has 256 to the power of this many leaves. */
    level: smallint("level").notNull(),
    position: bigint("position", { mode: "number" }).notNull(),
    hash: bytes("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.stream, table.level, table.position] }),
    oneOf("audit_subtrees_stream", table.stream, AUDIT_STREAMS),
    workspacePolicy(),
  ],
).enableRLS();

/** Signed tree heads. Append-only. */
export const auditHeads = pgTable(
  "audit_heads",
  {
    workspaceId: workspaceId(),
    stream: stream(),
    size: bigint("size", { mode: "number" }).notNull(),
    signedAt: moment("signed_at").notNull(),
    /** What was signed: canonical JSON (RFC 8785). */
    body: text("body").notNull(),
    /** Ed25519, in base64. */
    signature: text("signature").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.stream, table.size] }),
    index("audit_heads_signed_at").on(table.workspaceId, table.stream, table.signedAt),
    oneOf("audit_heads_stream", table.stream, AUDIT_STREAMS),
    workspacePolicy(),
  ],
).enableRLS();

/** How far a workspace's sealer has come. Only to find work: what is sealed is what has a leaf. */
export const auditSeals = pgTable(
  "audit_seals",
  {
    workspaceId: workspaceId().primaryKey(),
    /** The newest moment among the sealed events. */
    sealedUntil: eventMoment("sealed_until").notNull(),
    /** When events that were written late were last looked for. */
    sweptAt: moment("swept_at").notNull(),
    /** Sealed events that no head covers yet exist. */
    unsignedSince: moment("unsigned_since"),
  },
  () => [workspacePolicy()],
).enableRLS();

/** Where a workspace's signed heads go by mail; without a row nowhere. */
export const auditEvidenceSettings = pgTable(
  "audit_evidence_settings",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Of auditors, best outside; null: none. */
    auditorsAddress: text("auditors_address"),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId] }), workspacePolicy()],
).enableRLS();

/** The newest verification of each stream. */
export const auditVerifications = pgTable(
  "audit_verifications",
  {
    workspaceId: workspaceId(),
    stream: stream(),
    verifiedAt: moment("verified_at").notNull(),
    events: bigint("events", { mode: "number" }).notNull(),
    heads: bigint("heads", { mode: "number" }).notNull(),
    headSignedAt: moment("head_signed_at"),
    /** Null: nothing bad was found. */
    firstBad: text("first_bad"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.stream] }),
    oneOf("audit_verifications_stream", table.stream, AUDIT_STREAMS),
    workspacePolicy(),
  ],
).enableRLS();
