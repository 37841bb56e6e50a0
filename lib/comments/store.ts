import { and, asc, eq, sql } from "drizzle-orm";
import { comments } from "#db/schema/index.ts";
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
