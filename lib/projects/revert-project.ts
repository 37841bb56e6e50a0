import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import type { Context, Revertible } from "#lib/kernel/index.ts";
import {
  deleteProjectRow,
  findProjectWithCounts,
  insertProject,
  lockProject,
  type ProjectRow,
  updateProjectRow,
} from "./store.ts";
import { projectNotFound, projectSnapshot, projectTarget } from "./view.ts";

const Stored = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  isArchived: z.boolean(),
  archivedAt: z.iso.datetime().nullable().optional(),
  createdAt: z.iso.datetime().optional(),
  nextTaskNumber: z.int().optional(),
});
type Stored = z.infer<typeof Stored>;

export const revertibleProject: Revertible = {
  type: "project",
  permissions: { write: "projects:write", remove: "projects:write" },
  // Counts on whatever happens to the project; kept so that no task number is given out twice.
  derived: ["nextTaskNumber"],
  parentOf: () => null,
  async find(tx, id) {
    const project = await lockProject(tx, id);
    if (project === null) return null;
    const { nextTaskNumber, version } = project;
    return { fields: { ...projectSnapshot(project), nextTaskNumber }, label: projectTarget(project).label, version };
  },
  async restore(tx, ctx, id, fields) {
    const project = await lockProject(tx, id);
    if (project === null) throw projectNotFound();
    const { name, description, archivedAt } = { ...project, ...columns(Stored.partial().parse(fields), ctx) };
    await updateProjectRow(tx, id, { name, description, archivedAt, updatedAt: ctx.now });
  },
  async insert(tx, ctx, id, fields, version) {
    const stored = Stored.parse(fields);
    const { key, name, description, nextTaskNumber = 1 } = stored;
    const createdAt = stored.createdAt === undefined ? ctx.now : new Date(stored.createdAt);
    const archive = columns(stored, ctx);
    const values = { id, key, name, description, nextTaskNumber, version, ...archive, createdAt, updatedAt: ctx.now };
    if ((await insertProject(tx, values)) === null) throw refused("key_taken");
  },
  async remove(tx, _ctx, id) {
    const record = await findProjectWithCounts(tx, id);
    if ((record?.totalTaskCount ?? 0) > 0) throw refused("has_tasks");
    await deleteProjectRow(tx, id);
  },
};

/** Changes from before the moment was kept say only whether it was archived. */
function columns(
  { name, description, isArchived, archivedAt }: Partial<Stored>,
  { now }: Context,
): Partial<ProjectRow> {
  const at = archivedAt === undefined ? now : archivedAt;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(isArchived !== undefined && { archivedAt: isArchived && at !== null ? new Date(at) : null }),
  };
}

function refused(reason: "has_tasks" | "key_taken"): AppError {
  return new AppError("conflict", "This can't be taken back as things are now.", { reason });
}
