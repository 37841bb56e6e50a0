import { z } from "zod";
import { AUDIT_STATUSES, CHANNELS, CREDENTIAL_KINDS, EFFECTS } from "#lib/audit/schemas.ts";
import { MAX_QUERY_LENGTH } from "#lib/audit-query/index.ts";
import { Environment } from "#lib/environments/environment.ts";
import { ChangeView } from "#lib/kernel/schemas.ts";

const Timestamp = z.iso.datetime({ offset: true });

/** Times before now that the viewer offers by name. */
export const AUDIT_RANGES = ["1h", "24h", "7d", "30d", "all"] as const;

/** What callers ask about. PostgreSQL has no year 0, and no zone as far away as ISO 8601 can write. */
export const Moment = Timestamp.max(40).regex(/^[1-9]\d{3}-.*(?:Z|[+-](?:0\d|1[0-4]):\d\d)$/);

/** One event as readers see it. Times in UTC with microseconds. */
export const AuditLogItem = z.object({
  id: z.uuid(),
  occurredAt: Timestamp,
  action: z.string(),
  effect: z.enum(EFFECTS),
  channel: z.enum(CHANNELS),
  tool: z.string().nullable(),
  status: z.enum(AUDIT_STATUSES),
  errorCode: z.string().nullable(),
  errorReason: z.string().nullable(),
  environment: Environment.nullable(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  credential: z
    .object({ kind: z.enum(CREDENTIAL_KINDS), id: z.string(), name: z.string(), hint: z.string() })
    .nullable(),
  target: z.object({ type: z.string(), id: z.string(), label: z.string().nullable() }).nullable(),
  params: z.unknown(),
  result: z.unknown(),
  changes: z.array(ChangeView).nullable(),
  reason: z.string().nullable(),
  confirmation: z.unknown(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  clientName: z.string().nullable(),
  clientVersion: z.string().nullable(),
  protocolVersion: z.string().nullable(),
  requestId: z.string(),
  traceId: z.string().nullable(),
  sessionId: z.string().nullable(),
  durationMs: z.number(),
  /** More than 1: so many refused calls were folded into this event. */
  foldedCount: z.number().int(),
});
export type AuditLogItem = z.infer<typeof AuditLogItem>;

export const AuditLogFilter = z.strictObject({
  tool: z.string().max(128).optional(),
  action: z.string().max(128).optional(),
  credentialId: z.uuid().optional(),
  credentialName: z.string().max(80).optional(),
  status: z.enum(AUDIT_STATUSES).optional(),
  channel: z.enum(CHANNELS).optional(),
  environment: Environment.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  /** Free text and conditions, in the language of docs/audit-search.md. */
  query: z.string().trim().max(MAX_QUERY_LENGTH).optional(),
  /** Leaves out what people merely looked at in the browser. */
  hidesBrowserReads: z.boolean().default(false),
});
export type AuditLogFilter = z.infer<typeof AuditLogFilter>;

/** A place in the order in which a workspace's events were indexed. */
export const TailPosition = z.number().int().nonnegative();

/** The fields whose values are counted and offered. */
export const FACET_FIELDS = ["tool", "action", "key", "client", "user", "status", "env", "channel", "effect"] as const;
export const FacetField = z.enum(FACET_FIELDS);
export type FacetField = z.infer<typeof FacetField>;

/** The fields of which the search box offers values: those, and what recent events have in the others. */
const KNOWN_FIELDS = [...FACET_FIELDS, "ip", "target", "reason", "request"] as const;
export const KnownField = z.enum(KNOWN_FIELDS);
export type KnownField = z.infer<typeof KnownField>;

/** Where a page begins: strictly older, or strictly newer, than one event. */
export const AuditCursor = z.object({ at: Moment, id: z.uuid(), direction: z.enum(["older", "newer"]) });
export type AuditCursor = z.infer<typeof AuditCursor>;
