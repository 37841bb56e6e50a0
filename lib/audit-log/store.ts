import { and, eq, sql } from "drizzle-orm";
import { auditEvents } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

export type AuditEventRow = typeof auditEvents.$inferSelect;

const ID_TIME_TOLERANCE = "5 minutes";

/** The id's own time (UUIDv7) confines the look-up to one or two partitions. */
export async function findEvent(tx: Tx, id: string, idTime: Date): Promise<AuditEventRow | null> {
  const at = sql`${idTime.toISOString()}::timestamptz`;
  const tolerance = sql.raw(`interval '${ID_TIME_TOLERANCE}'`);
  const [row] = await tx
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.id, id),
        sql`${auditEvents.occurredAt} >= ${at} - ${tolerance}`,
        sql`${auditEvents.occurredAt} <= ${at} + ${tolerance}`,
      ),
    );
  return row ?? null;
}
