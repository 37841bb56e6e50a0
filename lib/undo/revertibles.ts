import { revertibleComment } from "#lib/comments/index.ts";
import type { Revertible } from "#lib/kernel/index.ts";
import { revertibleProject } from "#lib/projects/index.ts";
import { revertibleTask } from "#lib/tasks/index.ts";
import type { REVERTIBLE_TYPES } from "./schemas.ts";

const BY_TYPE = {
  project: revertibleProject,
  task: revertibleTask,
  comment: revertibleComment,
} as const satisfies Record<(typeof REVERTIBLE_TYPES)[number], Revertible>;

/** How each type of target takes its changes back. */
export const REVERTIBLES: ReadonlyMap<string, Revertible> = new Map(Object.entries(BY_TYPE));
