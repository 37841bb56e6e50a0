import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { changes, pendingWrites, projects, tasks } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

export type ChangeRow = typeof changes.$inferSelect & {
  /** The request that a person approved, where the write waited for that. */
  readonly approval: { readonly id: string; readonly byName: string | null } | null;
};

export interface HistoryFilter {
  readonly targetType: "project" | "task";
  readonly targetId: string;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Newest first. A task's history has its comments'. */
export async function listChangeRows(tx: Tx, filter: HistoryFilter): Promise<ChangeRow[]> {
  const { targetType, targetId, beforeId, limit } = filter;
  const ofTask = sql`(${changes.targetType}, ${changes.targetId}) in (
    select 'task', ${targetId}::text union all
    select 'comment', c.id::text from comments c where c.task_id = ${targetId}::uuid)`;
  return tx
    .select({ ...getTableColumns(changes), approval: { id: pendingWrites.id, byName: pendingWrites.decidedByName } })
    .from(changes)
    .leftJoin(
      pendingWrites,
      and(eq(pendingWrites.executedEventId, changes.auditEventId), eq(pendingWrites.mode, "approve")),
    )
    .where(
      and(
        targetType === "task" ? ofTask : and(eq(changes.targetType, targetType), eq(changes.targetId, targetId)),
        beforeId === null ? undefined : sql`${changes.id} < ${beforeId}`,
      ),
    )
    .orderBy(desc(changes.id))
    .limit(limit);
}

export async function targetExists(
  tx: Tx,
  { targetType, targetId }: Pick<HistoryFilter, "targetType" | "targetId">,
): Promise<boolean> {
  const table = targetType === "task" ? tasks : projects;
  const rows = await tx.select({ id: table.id }).from(table).where(eq(table.id, targetId)).limit(1);
  return rows.length > 0;
}
