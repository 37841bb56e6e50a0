import { sql } from "drizzle-orm";
import { withoutWorkspace } from "#db/tenant.ts";

/** Makes the audit log's partitions for this month and the coming ones, where they are missing. */
export async function ensureAuditPartitions(monthsAhead: number): Promise<void> {
  await withoutWorkspace((db) => db.execute(sql`select ensure_audit_partitions(${monthsAhead}::integer)`));
}
