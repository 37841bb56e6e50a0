import { and, desc, eq, getTableColumns, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { apiKeys, memberships, projects, users } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { endsAt, maxAgeDays, requiredRotationDays } from "./limits-store.ts";
import type { KeyLimits } from "./moments.ts";

/** A key as it is stored, with what its environment's policy asks of it. */
export type ApiKeyRow = typeof apiKeys.$inferSelect & KeyLimits;
export interface ApiKeyRecord {
  readonly key: ApiKeyRow;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string } | null;
  /** The owner left the workspace or was disabled: the key lets nobody in until it is given to somebody else. */
  readonly hasOwnerLeft: boolean;
}

/** The same rule as `find_api_key` has for authentication. */
export const hasOwnerLeft = sql<boolean>`(${apiKeys.ownerUserId} is not null
  and (${memberships.userId} is null or ${users.disabledAt} is not null))`;

/** The same rule as `awaitsApproval` has. */
export const isWaiting = sql<boolean>`(${apiKeys.approvalRequestedAt} is not null and ${apiKeys.approvedAt} is null)`;

/** What a record is read from: `apiKeys`, its owner, and the owner's membership. */
export const RECORD = {
  key: { ...getTableColumns(apiKeys), maxAgeDays, requiredRotationDays },
  owner: { id: users.id, name: users.name, email: users.email },
  hasOwnerLeft,
};

/** Keys with their owners, for a `where` to choose from. */
export function selectRecords(tx: Tx) {
  return tx
    .select(RECORD)
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .leftJoin(memberships, eq(memberships.userId, apiKeys.ownerUserId))
    .$dynamic();
}

export async function insertApiKey(tx: Tx, values: typeof apiKeys.$inferInsert): Promise<void> {
  await tx.insert(apiKeys).values(values);
}

/** An expired key holds its name only until somebody wants it. */
export async function releaseNameOfExpired(tx: Tx, name: string, now: Date): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ nameReleasedAt: now })
    .where(
      and(
        sql`lower(${apiKeys.name}) = lower(${name})`,
        isNull(apiKeys.nameReleasedAt),
        sql`${endsAt} <= ${now.toISOString()}::timestamptz`,
      ),
    );
}

export async function findApiKeyById(tx: Tx, id: string): Promise<ApiKeyRecord | null> {
  const [record] = await selectRecords(tx).where(eq(apiKeys.id, id));
  return record ?? null;
}

/** The live keys of this name: more than one can't be, but for the moment between expiry and re-use. */
export async function listLiveByName(tx: Tx, name: string, now: Date): Promise<ApiKeyRecord[]> {
  return selectRecords(tx)
    .where(and(sql`lower(${apiKeys.name}) = lower(${name})`, isLive(now)))
    .orderBy(desc(apiKeys.id));
}

/** The key, locked until the transaction ends: rotating, suspending and revoking it wait for each other. */
export async function lockApiKey(tx: Tx, id: string): Promise<ApiKeyRecord | null> {
  const [locked] = await tx.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, id)).for("no key update");
  return locked === undefined ? null : findApiKeyById(tx, id);
}

/** All keys of a key's line, locked together and always in the same order, oldest first. */
export async function lockLine(tx: Tx, id: string): Promise<ApiKeyRecord[]> {
  const ofKey = tx.select({ lineId: apiKeys.lineId }).from(apiKeys).where(eq(apiKeys.id, id));
  const [locked] = await tx
    .select({ lineId: apiKeys.lineId })
    .from(apiKeys)
    .where(eq(apiKeys.lineId, ofKey))
    .orderBy(apiKeys.id)
    .for("no key update");
  return locked === undefined ? [] : listLine(tx, locked.lineId);
}

/** The live successor of a rotated key. */
export async function findSuccessor(tx: Tx, predecessorId: string): Promise<ApiKeyRecord | null> {
  const [record] = await selectRecords(tx).where(
    and(eq(apiKeys.predecessorId, predecessorId), isNull(apiKeys.revokedAt)),
  );
  return record ?? null;
}

/** The key's line, oldest first. */
export async function listLine(tx: Tx, lineId: string): Promise<ApiKeyRecord[]> {
  return selectRecords(tx).where(eq(apiKeys.lineId, lineId)).orderBy(apiKeys.id).limit(200);
}

type KeyLife = Pick<
  ApiKeyRow,
  | "description"
  | "suspendedAt"
  | "suspendedByName"
  | "suspendReason"
  | "approvedAt"
  | "approvedByName"
  | "approvalComment"
  | "overlapEndsAt"
  | "nameReleasedAt"
  | "ownerUserId"
  | "requestsPerMinute"
  | "writesPerMinute"
  | "writesPerHour"
  | "writesPausedAt"
  | "writesPausedBy"
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

/** What projects of an environment are called, by their ids; what is gone has no entry. */
export async function listProjectNames(
  tx: Tx,
  environment: Environment,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  await tx.execute(sql`select set_config('app.environment', ${environment}, true)`);
  const rows = await tx
    .select({ id: projects.id, key: projects.key, name: projects.name })
    .from(projects)
    .where(inArray(projects.id, [...ids]));
  await tx.execute(sql`select set_config('app.environment', '', true)`);
  return new Map(rows.map(({ id, key, name }) => [id, `${key} ${name}`]));
}

/** Whether a key can belong to this person: a member who is not disabled. */
export async function isMember(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: memberships.userId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.userId, userId), isNull(users.disabledAt)));
  return rows.length > 0;
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

/** Neither revoked nor expired, and not past the end of an overlap. */
export function isLive(now: Date): SQL | undefined {
  return and(
    isNull(apiKeys.revokedAt),
    sql`coalesce(${endsAt} > ${now.toISOString()}::timestamptz, true)`,
    or(isNull(apiKeys.overlapEndsAt), gt(apiKeys.overlapEndsAt, now)),
  );
}
