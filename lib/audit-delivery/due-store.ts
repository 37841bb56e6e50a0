import { sql } from "drizzle-orm";
import { withoutWorkspace } from "#db/tenant.ts";

const PAGE = 200;

export interface DueDestination {
  readonly workspaceId: string;
  readonly destinationId: string;
}

/** Destinations with something to do, of all workspaces, by id, from after one on. */
export async function listDueDestinations(now: Date, after: DueDestination | null): Promise<readonly DueDestination[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`
      select * from list_audit_deliveries_due(${now.toISOString()}::timestamptz, ${after?.workspaceId ?? null}::uuid,
        ${after?.destinationId ?? null}::uuid, ${PAGE}::integer)`),
  );
  return [...rows].map((row) => ({ workspaceId: String(row.workspace_id), destinationId: String(row.id) }));
}
