import type { CommentRow } from "#lib/tasks/index.ts";
import { Comment } from "./schemas.ts";

export function toComment(row: CommentRow): Comment {
  const { id, taskId, body, authorKind, authorId, authorName, createdAt } = row;
  const kind = Comment.shape.author.shape.kind.parse(authorKind);
  return { id, taskId, body, author: { kind, id: authorId, name: authorName }, createdAt: createdAt.toISOString() };
}
