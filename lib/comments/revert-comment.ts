import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import type { Revertible } from "#lib/kernel/index.ts";
import { commentSnapshot, commentTarget, findTask } from "#lib/tasks/index.ts";
import { deleteCommentRow, findCommentRow, insertComment } from "./store.ts";

const Stored = z.object({
  taskId: z.uuid(),
  body: z.string(),
  authorKind: z.string(),
  authorId: z.string().nullable(),
  authorName: z.string(),
  createdAt: z.iso.datetime(),
});

export const revertibleComment: Revertible = {
  type: "comment",
  permissions: { write: "comments:write", remove: "comments:write" },
  derived: [],
  parentOf: ({ taskId }) => (typeof taskId === "string" ? { type: "task", id: taskId } : null),
  async find(tx, id) {
    const found = await findCommentRow(tx, id);
    if (found === null) return null;
    const { comment, taskNumber } = found;
    return { fields: commentSnapshot(comment), label: commentTarget(comment, taskNumber).label, version: null };
  },
  async restore() {
    throw new AppError("conflict", "Comments are never changed.", { reason: "not_revertible" });
  },
  async insert(tx, _ctx, id, fields) {
    const { createdAt, ...stored } = Stored.parse(fields);
    // Held so that the task can't go away under the comment.
    if ((await findTask(tx, stored.taskId, "key share")) === null) {
      throw new AppError("conflict", "Its task is gone.", { reason: "parent_gone" });
    }
    await insertComment(tx, { ...stored, id, createdAt: new Date(createdAt) });
  },
  async remove(tx, _ctx, id) {
    await deleteCommentRow(tx, id);
  },
};
