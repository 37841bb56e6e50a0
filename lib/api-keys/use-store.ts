import { and, eq, inArray, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { apiKeys, auditEvents } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

export interface Use {
  readonly at: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** Name and version of the client, where the call says so. */
  readonly client: string | null;
}

export async function setLastUsed(tx: Tx, id: string, { at, ip, userAgent, client }: Use): Promise<void> {
  await tx
    .update(apiKeys)
    .set({
      lastUsedAt: at,
      lastUsedIp: ip,
      lastUsedUserAgent: userAgent,
      // Older revisions name the client once, when it connects; it stays the same one afterwards.
      ...(client !== null && { lastUsedClient: client }),
    })
    .where(
      and(
        eq(apiKeys.id, id),
        or(isNull(apiKeys.lastUsedAt), sql`${apiKeys.lastUsedAt} < ${at.toISOString()}::timestamptz`),
      ),
    );
}

export interface RecentUse {
  readonly calls: number;
  /** ISO 8601 in UTC. */
  readonly lastCallAt: string | null;
  readonly addresses: readonly string[];
}

/** What revoking would break: the calls since `since`, and from where. Refused authentication is no use of the key. */
export async function summarizeUse(tx: Tx, id: string, since: Date): Promise<RecentUse> {
  const [row] = await tx
    .select({
      calls: sql<number>`count(*)::int`,
      lastCallAt: sql<string | null>`to_char(max(${auditEvents.occurredAt}) at time zone 'UTC', ${ISO_FORMAT})`,
      addresses: sql<
        string[] | null
      >`array_agg(distinct host(${auditEvents.ip})) filter (where ${auditEvents.ip} is not null)`,
    })
    .from(auditEvents)
    .where(and(isCallOf(id), sql`${auditEvents.occurredAt} >= ${since.toISOString()}::timestamptz`));
  return { calls: row?.calls ?? 0, lastCallAt: row?.lastCallAt ?? null, addresses: row?.addresses ?? [] };
}

export interface KeyUse {
  readonly calls: number;
  /** ISO 8601 in UTC. */
  readonly lastCallAt: string;
}

/** The calls since `since` of each of these keys that made one, by the key's id. */
export async function summarizeUses(tx: Tx, ids: readonly string[], since: Date): Promise<ReadonlyMap<string, KeyUse>> {
  const rows = await tx
    .select({
      id: sql<string>`${auditEvents.credentialId}`,
      calls: sql<number>`count(*)::int`,
      lastCallAt: sql<string>`to_char(max(${auditEvents.occurredAt}) at time zone 'UTC', ${ISO_FORMAT})`,
    })
    .from(auditEvents)
    .where(
      and(
        inArray(auditEvents.credentialId, [...ids]),
        ne(auditEvents.action, "authentication.failed"),
        sql`${auditEvents.occurredAt} >= ${since.toISOString()}::timestamptz`,
      ),
    )
    .groupBy(auditEvents.credentialId);
  return new Map(rows.map(({ id, ...use }) => [id, use]));
}

export interface FirstCall {
  readonly at: string;
  readonly tool: string | null;
  readonly action: string;
  readonly clientName: string | null;
  readonly clientVersion: string | null;
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/** The first call that this key was let in for. The moment of creation confines the search to the newest partitions. */
export async function findFirstCall(tx: Tx, id: string, createdAt: Date): Promise<FirstCall | null> {
  const [row] = await tx
    .select({
      at: sql<string>`to_char(${auditEvents.occurredAt} at time zone 'UTC', ${ISO_FORMAT})`,
      tool: auditEvents.tool,
      action: auditEvents.action,
      clientName: auditEvents.clientName,
      clientVersion: auditEvents.clientVersion,
      userAgent: auditEvents.userAgent,
      ip: auditEvents.ip,
    })
    .from(auditEvents)
    .where(and(isCallOf(id), sql`${auditEvents.occurredAt} >= ${createdAt.toISOString()}::timestamptz`))
    .orderBy(auditEvents.occurredAt)
    .limit(1);
  return row ?? null;
}

const ISO_FORMAT = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`);

function isCallOf(id: string): SQL | undefined {
  return and(eq(auditEvents.credentialId, id), ne(auditEvents.action, "authentication.failed"));
}
