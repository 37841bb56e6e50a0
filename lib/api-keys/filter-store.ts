import { and, eq, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { apiKeys, users } from "#db/schema/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { dueAt, endsAt } from "./limits-store.ts";
import type { ApiKeyFilter, ApiKeyStatus, RotationFilter } from "./schemas.ts";
import { hasOwnerLeft, isLive, isWaiting } from "./store.ts";
import { tokenHint } from "./token.ts";

const SOON_DAYS = 7;

export const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;
const inDays = (now: Date, days: number) => at(new Date(now.getTime() + days * DAY_MS));

/** The same rules, in the same order, as `statusOfKey` has. */
export function statusAt(now: Date): SQL<ApiKeyStatus> {
  return sql`case
    when ${apiKeys.revokedAt} is not null then 'revoked'
    when ${endsAt} <= ${at(now)} then 'expired'
    when ${apiKeys.overlapEndsAt} <= ${at(now)} then 'revoked'
    when ${apiKeys.suspendedAt} is not null then 'suspended'
    when ${isWaiting} then 'awaiting_approval'
    when ${apiKeys.overlapEndsAt} is not null then 'rotating'
    when ${dueAt} <= ${at(now)} then 'overdue'
    when ${endsAt} <= ${inDays(now, SOON_DAYS)} then 'expiring'
    when ${dueAt} <= ${inDays(now, SOON_DAYS)} then 'rotation_due'
    else 'active' end`;
}

/** For statements that join the owner and their membership, as `selectRecords` does. */
export function matches(filter: ApiKeyFilter, now: Date): SQL | undefined {
  return and(
    isInState(filter.status, now),
    filter.environment && eq(apiKeys.environment, filter.environment),
    filter.clientKind && eq(apiKeys.clientKind, filter.clientKind),
    filter.owner === undefined ? undefined : isOwnedBy(filter.owner, now),
    filter.rotation && wantsRotation(filter.rotation, now),
    filter.unusedForDays === undefined ? undefined : isUnusedFor(filter.unusedForDays, now),
    filter.isNeverUsed === undefined ? undefined : hasUse(!filter.isNeverUsed),
    filter.query ? mentions(filter.query) : undefined,
  );
}

function isInState(state: ApiKeyFilter["status"], now: Date): SQL | undefined {
  if (state === "all") return undefined;
  if (state === "live") return isLive(now);
  if (state === "writes_paused") return and(isLive(now), isNotNull(apiKeys.writesPausedAt));
  return sql`${statusAt(now)} = ${state}`;
}

function isOwnedBy(owner: string, now: Date): SQL | undefined {
  if (owner === "workspace") return isNull(apiKeys.ownerUserId);
  // Of a key that has ended it doesn't matter any more who left.
  return owner === "left" ? and(hasOwnerLeft, isLive(now)) : eq(apiKeys.ownerUserId, owner);
}

/** A key that has ended, or has a successor, wants none. */
export const isRotatable = (now: Date) => and(isLive(now), isNull(apiKeys.overlapEndsAt));

function wantsRotation(rotation: RotationFilter, now: Date): SQL | undefined {
  if (rotation === "none") return and(isRotatable(now), sql`${dueAt} is null`);
  const days = { overdue: 0, within_7_days: 7, within_30_days: 30 } as const satisfies Record<typeof rotation, number>;
  return and(isRotatable(now), sql`${dueAt} <= ${inDays(now, days[rotation])}`);
}

/** The age of a key is another matter: an old one may be in use every day. */
function isUnusedFor(days: number, now: Date): SQL {
  return sql`coalesce(${apiKeys.lastUsedAt}, ${apiKeys.createdAt}) <= ${inDays(now, -days)}`;
}

function hasUse(isUsed: boolean): SQL {
  return isUsed ? isNotNull(apiKeys.lastUsedAt) : isNull(apiKeys.lastUsedAt);
}

function mentions(query: string): SQL | undefined {
  const pattern = `%${query.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(apiKeys.name, pattern),
    ilike(apiKeys.description, pattern),
    ilike(apiKeys.lastFour, pattern),
    ilike(users.name, pattern),
    ilike(users.email, pattern),
    ...ENVIRONMENTS.map((environment) => isHinted(query, environment)),
  );
}

/** The hint as it is shown, whole or the beginning of it: `pst_prod_…x7Qa`. */
function isHinted(query: string, environment: Environment): SQL | undefined {
  const prefix = tokenHint(environment, "");
  const text = query.replace(/\.\.\.|…/, "…");
  if (!text.startsWith(prefix))
    return prefix.startsWith(text) && text.startsWith("pst_") ? eq(apiKeys.environment, environment) : undefined;
  const rest = text.slice(prefix.length).replace(/[\\%_]/g, "\\$&");
  return and(eq(apiKeys.environment, environment), ilike(apiKeys.lastFour, `${rest}%`));
}
