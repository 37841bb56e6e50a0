import { z } from "zod";
import { newId } from "#lib/crypto/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { commentSnapshot, commentTarget, requireTaskRecord, soughtTask, TaskRef } from "#lib/tasks/index.ts";
import { Comment, CommentBody } from "./schemas.ts";
import { insertComment } from "./store.ts";
import { toComment } from "./view.ts";

export const AddCommentInput = z.strictObject({ taskId: TaskRef, body: CommentBody });

export const addComment = defineWrite({
  name: "comment.add",
  effect: "write",
  permission: "comments:write",
  wall: "environment",
  tool: {
    name: "add_comment",
    title: "Add a comment",
    description:
      "Adds one comment to a task, under the name of the credential. Use it to leave a note for the team; to change the " +
      "task itself use update_task. Comments can't be edited or deleted here, so don't repeat a call that succeeded. " +
      "Returns the comment. not_found means that the task doesn't exist here: use search_tasks.",
    isIdempotent: false,
  },
  input: AddCommentInput,
  output: z.object({ comment: Comment }),
  target: ({ taskId }) => ({ type: "task", id: taskId }),
  sought: soughtTask,
  async run(tx, { actor, now }, { taskId, body }) {
    // Held so that the task can't go away under the comment.
    const { task, project } = await requireTaskRecord(tx, taskId, "key share");
    const comment = await insertComment(tx, {
      id: newId(),
      taskId: task.id,
      body,
      authorKind: actor.kind,
      authorId: actor.kind === "system" ? null : actor.id,
      authorName: actor.name,
      createdAt: now,
    });
    const target = commentTarget(comment, `${project.key}-${task.number}`);
    return {
      output: { comment: toComment(comment) },
      changes: [{ target, before: null, after: commentSnapshot(comment) }],
    };
  },
});
