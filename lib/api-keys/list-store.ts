import { and, desc, eq, ilike, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { dueAt, endsAt } from "./limits-store.ts";
import type { ApiKeyStatus } from "./schemas.ts";
import { type ApiKeyRecord, isLive, selectRecords } from "./store.ts";

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
  return selectRecords(tx)
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

/** The same rules as `statusOfKey`, for the database. */
function hasStatus(status: ApiKeyFilter["status"], now: Date): SQL | undefined {
  const soon = new Date(now.getTime() + SOON_MS);
  const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;
  const inUse = and(isLive(now), isNull(apiKeys.suspendedAt), isNull(apiKeys.overlapEndsAt));
  const isOverdue = sql`coalesce(${dueAt} <= ${at(now)}, false)`;
  const isExpiring = sql`coalesce(${endsAt} <= ${at(soon)}, false)`;
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
      return and(isNull(apiKeys.revokedAt), sql`${endsAt} <= ${at(now)}`);
    case "revoked":
      return or(
        isNotNull(apiKeys.revokedAt),
        and(sql`coalesce(${endsAt} > ${at(now)}, true)`, lte(apiKeys.overlapEndsAt, now)),
      );
  }
}

const SOON_MS = 7 * 86_400_000;
