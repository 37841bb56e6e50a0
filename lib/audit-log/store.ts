import { and, desc, eq, gte, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { AuditCursor, AuditLogFilter } from "./schemas.ts";

export type AuditEventRow = typeof auditEvents.$inferSelect;

const ID_TIME_TOLERANCE = "5 minutes";

/** Newest first, whichever way the cursor looks. */
export async function listEvents(
  tx: Tx,
  filter: AuditLogFilter,
  cursor: AuditCursor | null,
  limit: number,
): Promise<AuditEventRow[]> {
  const isNewer = cursor?.direction === "newer";
  const order = isNewer
    ? sql`${auditEvents.occurredAt} asc, ${auditEvents.id} asc`
    : sql`${auditEvents.occurredAt} desc, ${auditEvents.id} desc`;
  const rows = await tx
    .select()
    .from(auditEvents)
    .where(and(...conditions(filter), beyond(cursor)))
    .orderBy(order)
    .limit(limit);
  return isNewer ? rows.reverse() : rows;
}

/** The id's own time (UUIDv7) confines the look-up to one or two partitions. */
export async function findEvent(tx: Tx, id: string, idTime: Date): Promise<AuditEventRow | null> {
  const at = sql`${idTime.toISOString()}::timestamptz`;
  const tolerance = sql.raw(`interval '${ID_TIME_TOLERANCE}'`);
  const [row] = await tx
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.id, id),
        sql`${auditEvents.occurredAt} >= ${at} - ${tolerance}`,
        sql`${auditEvents.occurredAt} <= ${at} + ${tolerance}`,
      ),
    );
  return row ?? null;
}

export interface Facets {
  readonly tools: readonly string[];
  readonly credentials: readonly { readonly id: string; readonly name: string; readonly hint: string }[];
}

/** Tools and credentials of the most recent events, for the filters' menus. */
export async function listFacets(tx: Tx, since: Date, sampleSize: number): Promise<Facets> {
  const recent = tx
    .select({
      tool: auditEvents.tool,
      credentialId: auditEvents.credentialId,
      credentialName: auditEvents.credentialName,
      credentialHint: auditEvents.credentialHint,
    })
    .from(auditEvents)
    .where(and(gte(auditEvents.occurredAt, since.toISOString()), isNotNull(auditEvents.credentialId)))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(sampleSize)
    .as("recent");
  const tools = await tx
    .selectDistinct({ tool: recent.tool })
    .from(recent)
    .where(isNotNull(recent.tool))
    .orderBy(recent.tool);
  const credentials = await tx
    .selectDistinct({ id: recent.credentialId, name: recent.credentialName, hint: recent.credentialHint })
    .from(recent)
    .orderBy(recent.credentialName);
  return {
    tools: tools.flatMap(({ tool }) => (tool === null ? [] : [tool])),
    credentials: credentials.flatMap(({ id, name, hint }) =>
      id === null ? [] : [{ id, name: name ?? "", hint: hint ?? "" }],
    ),
  };
}

function conditions(filter: AuditLogFilter): (SQL | undefined)[] {
  const { tool, action, credentialId, credentialName, status, channel, environment, from, to, query } = filter;
  return [
    tool === undefined ? undefined : eq(auditEvents.tool, tool),
    action === undefined ? undefined : eq(auditEvents.action, action),
    credentialId === undefined ? undefined : eq(auditEvents.credentialId, credentialId),
    credentialName === undefined ? undefined : sql`lower(${auditEvents.credentialName}) = lower(${credentialName})`,
    status === undefined ? undefined : eq(auditEvents.status, status),
    channel === undefined ? undefined : eq(auditEvents.channel, channel),
    environment === undefined ? undefined : eq(auditEvents.environment, environment),
    from === undefined ? undefined : sql`${auditEvents.occurredAt} >= ${from}::timestamptz`,
    to === undefined ? undefined : sql`${auditEvents.occurredAt} < ${to}::timestamptz`,
    query ? matchesText(query) : undefined,
    filter.hidesBrowserReads
      ? sql`not (${auditEvents.channel} = 'browser' and ${auditEvents.effect} = 'read' and ${auditEvents.status} = 'success')`
      : undefined,
  ];
}

function matchesText(query: string): SQL | undefined {
  const pattern = `%${query.replace(/[\\%_]/g, "\\$&")}%`;
  const texts = [
    auditEvents.action,
    auditEvents.tool,
    auditEvents.actorName,
    auditEvents.credentialName,
    auditEvents.targetLabel,
    auditEvents.reason,
    auditEvents.requestId,
    auditEvents.params,
    auditEvents.result,
    auditEvents.changes,
  ];
  return or(...texts.map((text) => sql`${text}::text ilike ${pattern}`));
}

function beyond(cursor: AuditCursor | null): SQL | undefined {
  if (cursor === null) return undefined;
  const position = sql`(${auditEvents.occurredAt}, ${auditEvents.id})`;
  const boundary = sql`(${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
  // The plain comparison on the time alone lets PostgreSQL leave out partitions.
  return cursor.direction === "newer"
    ? and(sql`${position} > ${boundary}`, sql`${auditEvents.occurredAt} >= ${cursor.at}::timestamptz`)
    : and(sql`${position} < ${boundary}`, sql`${auditEvents.occurredAt} <= ${cursor.at}::timestamptz`);
}
