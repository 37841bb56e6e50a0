import type { Tx } from "#db/tenant.ts";
import { findTask, findTaskRecord, type TaskLock, type TaskRecord, type TaskRow } from "./store.ts";
import { taskNotFound } from "./view.ts";

/**
 * The task that a caller means.
 * @param ref id or number
 * @param lock keeps others from deleting (`key share`) or changing (`no key update`) it until the transaction ends
 * @throws AppError `not_found`, the same for what is missing and for what is another workspace's or environment's
 */
export async function requireTask(tx: Tx, ref: string, lock?: TaskLock): Promise<TaskRow> {
  const task = await findTask(tx, ref, lock);
  if (!task) throw taskNotFound();
  return task;
}

/** The same with project, assignee and the number of comments. */
export async function requireTaskRecord(
  tx: Tx,
  ref: string,
  lock?: TaskLock,
): Promise<TaskRecord & { readonly commentCount: number }> {
  const id = lock === undefined ? ref : (await requireTask(tx, ref, lock)).id;
  const record = await findTaskRecord(tx, id);
  if (!record) throw taskNotFound();
  return record;
}

/** For an operation's `sought`: the task that its input names. */
export function soughtTask(tx: Tx, { taskId }: { readonly taskId: string }): Promise<TaskRow | null> {
  return findTask(tx, taskId);
}
