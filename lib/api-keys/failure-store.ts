import { and, eq, sql } from "drizzle-orm";
import { authenticationFailures } from "#db/schema/index.ts";
import type { GlobalDb, Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";

export interface FailureWindow {
  readonly workspaceId: string;
  readonly apiKeyId: string;
  /** Empty where the address is not known: it is part of the primary key. */
  readonly ip: string;
  readonly windowStartedAt: Date;
  readonly environment: Environment;
  readonly credentialName: string;
  readonly credentialHint: string;
  readonly reason: string;
}

/** @returns how many failures the window has now, the new ones included */
export async function countFailures(tx: Tx, window: FailureWindow, count: number): Promise<number> {
  const { apiKeyId, ip, windowStartedAt } = authenticationFailures;
  const [row] = await tx
    .insert(authenticationFailures)
    .values({ ...window, count })
    .onConflictDoUpdate({
      target: [authenticationFailures.workspaceId, apiKeyId, ip, windowStartedAt],
      set: { count: sql`${authenticationFailures.count} + ${count}` },
    })
    .returning({ count: authenticationFailures.count });
  return row?.count ?? count;
}

/** @returns the final count, or null when another instance closed it first */
export async function closeWindow(tx: Tx, window: FailureWindow): Promise<number | null> {
  const [row] = await tx
    .delete(authenticationFailures)
    .where(
      and(
        eq(authenticationFailures.apiKeyId, window.apiKeyId),
        eq(authenticationFailures.ip, window.ip),
        sql`${authenticationFailures.windowStartedAt} = ${window.windowStartedAt.toISOString()}::timestamptz`,
      ),
    )
    .returning({ count: authenticationFailures.count });
  return row?.count ?? null;
}

/** Windows of all workspaces that began before the moment and are not closed; 500 at most. */
export async function listOpenWindows(db: GlobalDb, startedBefore: Date): Promise<FailureWindow[]> {
  const rows = await db.execute(
    sql`select * from list_open_failure_windows(${startedBefore.toISOString()}::timestamptz)`,
  );
  return [...rows].map(toWindow);
}

/** The function's own column list guarantees the shape. */
function toWindow(row: Record<string, unknown>): FailureWindow {
  return {
    workspaceId: String(row.workspace_id),
    apiKeyId: String(row.api_key_id),
    ip: String(row.ip),
    windowStartedAt: new Date(String(row.window_started_at)),
    environment: row.environment as Environment,
    credentialName: String(row.credential_name),
    credentialHint: String(row.credential_hint),
    reason: String(row.reason),
  };
}
