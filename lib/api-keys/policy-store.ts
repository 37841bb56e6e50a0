import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { apiKeys, memberships } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Role } from "#lib/authz/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type ApiKeyRow, isLive, selectRecords } from "./store.ts";

export interface MadeKey {
  readonly key: ApiKeyRow;
  /** The role that its maker has now; null: not a member any more, the operator, or not known. */
  readonly makerRole: Role | null;
}

/** Live keys of an environment, newest first, with the role of whoever made each. */
export async function listLiveWithMaker(tx: Tx, environment: Environment, now: Date): Promise<MadeKey[]> {
  const records = await selectRecords(tx)
    .where(and(eq(apiKeys.environment, environment), isLive(now)))
    .orderBy(desc(apiKeys.id));
  const makers = await tx
    .select({ userId: memberships.userId, role: memberships.role })
    .from(memberships)
    .where(
      inArray(
        memberships.userId,
        tx.select({ id: apiKeys.createdByUserId }).from(apiKeys).where(isNotNull(apiKeys.createdByUserId)),
      ),
    );
  const roles = new Map(makers.map(({ userId, role }) => [userId, role]));
  return records.map(({ key }) => ({
    key,
    makerRole: key.createdByUserId === null ? null : (roles.get(key.createdByUserId) ?? null),
  }));
}
