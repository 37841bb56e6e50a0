import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { apiKeys, memberships, users } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { isRotatable, matches, statusAt } from "./filter-store.ts";
import { dueAt, endsAt } from "./limits-store.ts";
import type { ApiKeyFilter, ApiKeySort, ApiKeyStatus } from "./schemas.ts";
import { type ApiKeyRecord, hasOwnerLeft, isLive, RECORD, selectRecords } from "./store.ts";

/** Where a row stands in an order: its value, and its id among equals. */
export interface Place {
  readonly value: string | number;
  readonly id: string;
}

export interface ApiKeyOrder {
  readonly sort: ApiKeySort;
  readonly isDescending: boolean;
}

export interface PlacedKey extends ApiKeyRecord {
  readonly place: Place;
}

/** Sorts whose value is text; the others' is a number. */
export const TEXT_SORTS: readonly ApiKeySort[] = ["name", "owner"];

/** The most urgent first. */
export const STATUS_ORDER = [
  "awaiting_approval",
  "overdue",
  "expiring",
  "rotation_due",
  "rotating",
  "suspended",
  "active",
  "expired",
  "revoked",
] as const satisfies readonly ApiKeyStatus[];

/** At most `limit` keys beyond a place, in the order; the first ones without a place. */
export async function listApiKeys(
  tx: Tx,
  filter: ApiKeyFilter,
  order: ApiKeyOrder,
  page: { readonly after: Place | null; readonly limit: number },
  now: Date,
): Promise<PlacedKey[]> {
  const value = sortValue(order.sort, now);
  const direction = sql.raw(order.isDescending ? "desc" : "asc");
  const records = await tx
    .select({ ...RECORD, value })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .leftJoin(memberships, eq(memberships.userId, apiKeys.ownerUserId))
    .where(and(matches(filter, now), page.after === null ? undefined : isBeyond(value, order, page.after)))
    // What is equal for every row would only hide the index from the planner.
    .orderBy(...(order.sort === "created" ? [] : [sql`${value} ${direction}`]), sql`${apiKeys.id} ${direction}`)
    .limit(page.limit);
  return records.map(({ value: placed, ...record }) => ({ ...record, place: { value: placed, id: record.key.id } }));
}

/** The keys of a filter, newest first. */
export async function listMatching(tx: Tx, filter: ApiKeyFilter, limit: number, now: Date): Promise<ApiKeyRecord[]> {
  return selectRecords(tx).where(matches(filter, now)).orderBy(desc(apiKeys.id)).limit(limit);
}

/** How many keys there are. */
export async function countApiKeys(tx: Tx, filter: ApiKeyFilter, now: Date): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .leftJoin(memberships, eq(memberships.userId, apiKeys.ownerUserId))
    .where(matches(filter, now));
  return row?.count ?? 0;
}

export interface OwnerRow {
  readonly owner: ApiKeyRecord["owner"];
  readonly hasOwnerLeft: boolean;
  readonly liveKeys: number;
}

/** Whose keys there are, the workspace's own first, then by name. */
export async function listOwners(tx: Tx, limit: number, now: Date): Promise<OwnerRow[]> {
  return tx
    .select({
      owner: RECORD.owner,
      hasOwnerLeft,
      liveKeys: sql<number>`count(*) filter (where ${isLive(now)})::int`,
    })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.ownerUserId))
    .leftJoin(memberships, eq(memberships.userId, apiKeys.ownerUserId))
    .groupBy(apiKeys.ownerUserId, users.id, memberships.userId)
    .orderBy(sql`lower(coalesce(${users.name}, ''))`, sql`${users.id} nulls first`)
    .limit(limit);
}

function isBeyond(value: SQL, { sort, isDescending }: ApiKeyOrder, after: Place): SQL {
  const comparison = sql.raw(isDescending ? "<" : ">");
  if (sort === "created") return sql`${apiKeys.id} ${comparison} ${after.id}::uuid`;
  const type = sql.raw(TEXT_SORTS.includes(sort) ? "text" : "float8");
  return sql`(${value}, ${apiKeys.id}) ${comparison} (${after.value}::${type}, ${after.id}::uuid)`;
}

/** What a sort compares. Never null, so that rows without a value have a place as well: before all others, or after. */
function sortValue(sort: ApiKeySort, now: Date): SQL<string | number> {
  switch (sort) {
    case "created":
      // An id begins with the moment at which it was made.
      return sql`0`;
    case "name":
      return sql`lower(${apiKeys.name})`;
    case "owner":
      return sql`lower(coalesce(${users.name}, ''))`;
    case "environment":
      return rank(ENVIRONMENTS, sql`${apiKeys.environment}`);
    case "status":
      return rank(STATUS_ORDER, statusAt(now));
    case "lastUsed":
      return sql`coalesce(${microseconds(sql`${apiKeys.lastUsedAt}`)}, -1)`;
    case "expires":
      return sql`coalesce(${microseconds(endsAt)}, ${END_OF_TIME}::float8)`;
    case "rotation":
      return sql`coalesce(case when ${isRotatable(now)} then ${microseconds(dueAt)} end, ${END_OF_TIME}::float8)`;
  }
}

const END_OF_TIME = Number.MAX_SAFE_INTEGER;

/** Exact as a double until the year 2255. */
const microseconds = (moment: SQL) => sql`(extract(epoch from ${moment}) * 1000000)::float8`;

function rank(words: readonly string[], word: SQL): SQL<number> {
  return sql`array_position(array[${sql.raw(words.map((one) => `'${one}'`).join(", "))}], ${word})::float8`;
}
