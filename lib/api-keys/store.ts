import { and, desc, eq, gt, ilike, inArray, isNotNull, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { apiKeys, auditEvents, memberships, projects, users } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { AllowedHours } from "./allowed-hours.ts";
import type { ApiKeyStatus } from "./schemas.ts";

export type ApiKeyRow = typeof apiKeys.$inferSelect;
export interface ApiKeyRecord {
  readonly key: ApiKeyRow;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string } | null;
}

const OWNER = { id: users.id, name: users.name, email: users.email };

export async function insertApiKey(tx: Tx, values: typeof apiKeys.$inferInsert): Promise<void> {
  await tx.insert(apiKeys).values(values);
}

/** An expired key holds its name only until somebody wants it. */
export async function releaseNameOfExpired(tx: Tx, name: string, now: Date): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ nameReleasedAt: now })
    .where(
      and(sql`lower(${apiKeys.name}) = lower(${name})`, isNull(apiKeys.nameReleasedAt), lte(apiKeys.expiresAt, now)),
    );
}

export async function findApiKeyById(tx: Tx, id: string): Promise<ApiKeyRecord | null> {
  const [record] = await tx
    .select({ key: apiKeys, owner: OWNER })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .where(eq(apiKeys.id, id));
  return record ?? null;
}

/** The live keys of this name: more than one can't be, but for the moment between expiry and re-use. */
export async function listLiveByName(tx: Tx, name: string, now: Date): Promise<ApiKeyRecord[]> {
  return tx
    .select({ key: apiKeys, owner: OWNER })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .where(and(sql`lower(${apiKeys.name}) = lower(${name})`, isLive(now)))
    .orderBy(desc(apiKeys.id));
}

export interface ApiKeyFilter {
  readonly status: ApiKeyStatus | "live" | "all";
  readonly environment: Environment | null;
  readonly query: string | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Newest first. */
export async function listApiKeys(tx: Tx, filter: ApiKeyFilter, now: Date): Promise<ApiKeyRecord[]> {
  const pattern = filter.query === null ? null : `%${filter.query.replace(/[\\%_]/g, "\\$&")}%`;
  return tx
    .select({ key: apiKeys, owner: OWNER })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .where(
      and(
        hasStatus(filter.status, now),
        filter.environment === null ? undefined : eq(apiKeys.environment, filter.environment),
        pattern === null ? undefined : or(ilike(apiKeys.name, pattern), ilike(apiKeys.lastFour, pattern)),
        filter.beforeId === null ? undefined : sql`${apiKeys.id} < ${filter.beforeId}`,
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(filter.limit);
}

/** The key, locked until the transaction ends: rotating, suspending and revoking it wait for each other. */
export async function lockApiKey(tx: Tx, id: string): Promise<ApiKeyRecord | null> {
  const [locked] = await tx.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, id)).for("no key update");
  return locked === undefined ? null : findApiKeyById(tx, id);
}

/** The live successor of a rotated key. */
export async function findSuccessor(tx: Tx, predecessorId: string): Promise<ApiKeyRecord | null> {
  const [record] = await tx
    .select({ key: apiKeys, owner: OWNER })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .where(and(eq(apiKeys.predecessorId, predecessorId), isNull(apiKeys.revokedAt)));
  return record ?? null;
}

/** The key's line, oldest first. */
export async function listLine(tx: Tx, lineId: string): Promise<ApiKeyRecord[]> {
  return tx
    .select({ key: apiKeys, owner: OWNER })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .where(eq(apiKeys.lineId, lineId))
    .orderBy(apiKeys.id)
    .limit(200);
}

type KeyLife = Pick<
  ApiKeyRow,
  "suspendedAt" | "suspendedByName" | "suspendReason" | "overlapEndsAt" | "nameReleasedAt" | "ownerUserId"
>;

export async function updateLife(tx: Tx, id: string, life: Partial<KeyLife>): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ ...life, version: sql`${apiKeys.version} + 1` })
    .where(eq(apiKeys.id, id));
}

/** The projects of these ids that exist in the environment in force. */
export async function listProjectIds(tx: Tx, environment: Environment, ids: readonly string[]): Promise<string[]> {
  // Keys are made by workspace-wide operations; projects lie behind the environment's wall.
  await tx.execute(sql`select set_config('app.environment', ${environment}, true)`);
  const rows = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(inArray(projects.id, [...ids]));
  await tx.execute(sql`select set_config('app.environment', '', true)`);
  return rows.map(({ id }) => id);
}

export async function isMember(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.select({ id: memberships.userId }).from(memberships).where(eq(memberships.userId, userId));
  return rows.length > 0;
}

/** Rotated keys of all workspaces whose overlap is over and that nobody has ended yet. */
export async function listEndedOverlaps(
  now: Date,
): Promise<readonly { readonly workspaceId: string; readonly apiKeyId: string }[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_ended_overlaps(${now.toISOString()}::timestamptz)`),
  );
  return [...rows].map((row) => ({ workspaceId: String(row.workspace_id), apiKeyId: String(row.id) }));
}

/** Ends a key; false when it was revoked already. */
export async function setRevoked(
  tx: Tx,
  id: string,
  by: { readonly at: Date; readonly name: string; readonly reason: string | null },
): Promise<boolean> {
  const rows = await tx
    .update(apiKeys)
    .set({ revokedAt: by.at, revokedByName: by.name, revokeReason: by.reason, version: sql`${apiKeys.version} + 1` })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return rows.length > 0;
}

export async function setLastUsed(
  tx: Tx,
  id: string,
  use: { readonly at: Date; readonly ip: string | null; readonly userAgent: string | null },
): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ lastUsedAt: use.at, lastUsedIp: use.ip, lastUsedUserAgent: use.userAgent })
    .where(
      and(
        eq(apiKeys.id, id),
        or(isNull(apiKeys.lastUsedAt), sql`${apiKeys.lastUsedAt} < ${use.at.toISOString()}::timestamptz`),
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

/** One key with all that authentication needs, found before its workspace is known. */
export interface FoundApiKey {
  readonly id: string;
  readonly workspace_id: string;
  readonly workspace_slug: string;
  readonly workspace_name: string;
  readonly environment: Environment;
  readonly name: string;
  readonly last_four: string;
  readonly scopes: string[];
  readonly secret_hash: Buffer;
  readonly pepper_id: number;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly suspended_at: string | null;
  readonly overlap_ends_at: string | null;
  readonly allowed_addresses: string[];
  readonly allowed_hours: AllowedHours | null;
  readonly project_ids: string[] | null;
  readonly last_used_at: string | null;
  readonly owner_user_id: string | null;
  readonly owner_name: string | null;
  readonly owner_email: string | null;
  readonly owner_role: string | null;
}

/** The one look-up of every request: by the public key id, through the narrow definer function. */
export async function findApiKeyByKeyId(keyId: string): Promise<FoundApiKey | null> {
  const rows = await withoutWorkspace((db) => db.execute(sql`select * from find_api_key(${keyId})`));
  return foundRow(rows[0]);
}

/** The function's own column list guarantees the shape. */
function foundRow(row: unknown): FoundApiKey | null {
  return (row as FoundApiKey | undefined) ?? null;
}

function isLive(now: Date): SQL | undefined {
  return and(
    isNull(apiKeys.revokedAt),
    or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
    or(isNull(apiKeys.overlapEndsAt), gt(apiKeys.overlapEndsAt, now)),
  );
}

/** The same rules as `statusOfKey`, for the database. */
function hasStatus(status: ApiKeyFilter["status"], now: Date): SQL | undefined {
  const soon = new Date(now.getTime() + SOON_MS);
  const dueAt = sql`${apiKeys.createdAt} + make_interval(days => ${apiKeys.rotateEveryDays})`;
  const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;
  const inUse = and(isLive(now), isNull(apiKeys.suspendedAt), isNull(apiKeys.overlapEndsAt));
  const isOverdue = sql`coalesce(${dueAt} <= ${at(now)}, false)`;
  const isExpiring = sql`coalesce(${apiKeys.expiresAt} <= ${at(soon)}, false)`;
  const isDueSoon = sql`coalesce(${dueAt} <= ${at(soon)}, false)`;
  switch (status) {
    case "all":
      return undefined;
    case "live":
      return isLive(now);
    case "active":
      return and(inUse, sql`not ${isOverdue}`, sql`not ${isExpiring}`, sql`not ${isDueSoon}`);
    case "overdue":
      return and(inUse, isOverdue);
    case "expiring":
      return and(inUse, sql`not ${isOverdue}`, isExpiring);
    case "rotation_due":
      return and(inUse, sql`not ${isOverdue}`, sql`not ${isExpiring}`, isDueSoon);
    case "rotating":
      return and(isLive(now), isNull(apiKeys.suspendedAt), isNotNull(apiKeys.overlapEndsAt));
    case "suspended":
      return and(isLive(now), isNotNull(apiKeys.suspendedAt));
    case "expired":
      return and(isNull(apiKeys.revokedAt), lte(apiKeys.expiresAt, now));
    case "revoked":
      return or(
        isNotNull(apiKeys.revokedAt),
        and(gt(sql`coalesce(${apiKeys.expiresAt}, 'infinity')`, at(now)), lte(apiKeys.overlapEndsAt, now)),
      );
  }
}

const SOON_MS = 7 * 86_400_000;
