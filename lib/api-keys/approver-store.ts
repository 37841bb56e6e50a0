import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { memberships, users } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Role } from "#lib/authz/index.ts";

/** Members with one of these roles who are not disabled, but for one person. */
export async function listApproverIds(
  tx: Tx,
  roles: readonly Role[],
  exceptUserId: string | null,
): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        inArray(memberships.role, [...roles]),
        isNull(users.disabledAt),
        exceptUserId === null ? undefined : ne(users.id, exceptUserId),
      ),
    );
  return rows.map(({ id }) => id);
}
