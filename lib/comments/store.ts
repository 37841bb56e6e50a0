import { and, asc, eq, sql } from "drizzle-orm";
import { comments, projects, tasks } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { CommentRow } from "#lib/tasks/index.ts";

export interface CommentFilter {
  readonly taskId: string;
  readonly afterId: string | null;
  readonly limit: number;
}

/** Oldest first. */
export async function listCommentRows(tx: Tx, { taskId, afterId, limit }: CommentFilter): Promise<CommentRow[]> {
  return tx
    .select()
    .from(comments)
    .where(and(eq(comments.taskId, taskId), afterId === null ? undefined : sql`${comments.id} > ${afterId}`))
    .orderBy(asc(comments.id))
    .limit(limit);
}

export async function insertComment(tx: Tx, values: typeof comments.$inferInsert): Promise<CommentRow> {
  const [row] = await tx.insert(comments).values(values).returning();
  if (!row) throw new Error("an insert without a conflict clause returns its row");
  return row;
}

/** The comment, locked until the transaction ends, with its task's number as people write it. */
export async function findCommentRow(
  tx: Tx,
  id: string,
): Promise<{ readonly comment: CommentRow; readonly taskNumber: string } | null> {
  const [comment] = await tx.select().from(comments).where(eq(comments.id, id)).for("update");
  if (comment === undefined) return null;
  const [task] = await tx
    .select({ key: projects.key, number: tasks.number })
    .from(tasks)
    .innerJoin(projects, eq(projects.id, tasks.projectId))
    .where(eq(tasks.id, comment.taskId));
  return { comment, taskNumber: `${task?.key ?? ""}-${task?.number ?? ""}` };
}

export async function deleteCommentRow(tx: Tx, id: string): Promise<void> {
  await tx.delete(comments).where(eq(comments.id, id));
}
