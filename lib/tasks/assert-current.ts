import { AppError } from "#lib/errors/index.ts";
import { EDITABLE_TASK_FIELDS, type EditableTaskField, type TaskConflict } from "./schemas.ts";
import type { TaskRecord } from "./store.ts";
import { taskSnapshot, toTask } from "./view.ts";

/**
 * Refuses a change that was decided on an older state.
 * @param wanted the fields that the caller wanted to set
 * @throws AppError `conflict` with a {@link TaskConflict} as `details.current`
 */
export function assertCurrent(
  record: TaskRecord & { readonly commentCount: number },
  version: number | undefined,
  wanted: Partial<Record<EditableTaskField, unknown>> = {},
): void {
  if (version === undefined || version === record.task.version) return;
  const now = taskSnapshot(record);
  const current: TaskConflict = {
    task: toTask(record),
    differences: EDITABLE_TASK_FIELDS.filter(
      (field) => wanted[field] !== undefined && JSON.stringify(wanted[field]) !== JSON.stringify(now[field]),
    ).map((field) => ({ field, current: now[field], submitted: wanted[field] })),
  };
  const message = `The task was changed in the meantime: it is at version ${record.task.version}, not ${version}. Read it again and decide anew.`;
  throw new AppError("conflict", message, { reason: "stale_version", current, currentVersion: record.task.version });
}
