import { sql } from "drizzle-orm";
import { withoutWorkspace } from "#db/tenant.ts";

/** How many are handed out at once, and sent side by side. */
export const DUE_AT_ONCE = 50;

export interface DueDelivery {
  readonly workspaceId: string;
  readonly deliveryId: string;
}

/** What is to be sent now, of all workspaces, the longest due first. */
export async function listDueDeliveries(now: Date): Promise<readonly DueDelivery[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(
      sql`select * from list_due_webhook_deliveries(${now.toISOString()}::timestamptz, ${DUE_AT_ONCE}::integer)`,
    ),
  );
  return [...rows].map((row) => ({ workspaceId: String(row.workspace_id), deliveryId: String(row.id) }));
}
