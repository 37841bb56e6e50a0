import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite, diffOf } from "#lib/kernel/index.ts";
import { soughtProject } from "./require-project.ts";
import { Project, ProjectDescription, ProjectName, ProjectRef } from "./schemas.ts";
import { findProjectWithCounts, lockProject, type ProjectRow, updateProjectRow } from "./store.ts";
import { projectNotFound, projectSnapshot, projectTarget, toProject } from "./view.ts";

export const UpdateProjectInput = z.strictObject({
  projectId: ProjectRef,
  version: z.int().min(1).describe("The version that the change was decided on"),
  name: ProjectName.optional(),
  description: ProjectDescription.optional(),
  isArchived: z.boolean().optional(),
});

export const updateProject = defineWrite({
  name: "project.update",
  effect: "write",
  permission: "projects:write",
  wall: "environment",
  tool: null,
  input: UpdateProjectInput,
  output: z.object({ project: Project }),
  target: ({ projectId }) => ({ type: "project", id: projectId }),
  sought: soughtProject,
  async run(tx, ctx, { projectId, version, ...wanted }) {
    const stored = await lockProject(tx, projectId);
    if (!stored) throw projectNotFound();
    const record = await findProjectWithCounts(tx, stored.id);
    if (!record) throw projectNotFound();
    if (stored.version !== version) throw stale(toProject(record));
    const updated = apply(stored, wanted, ctx.now);
    const diff = diffOf(projectSnapshot(stored), projectSnapshot(updated));
    if (diff === null) return { output: { project: toProject(record) }, changes: [] };
    const { name, description, archivedAt, updatedAt } = updated;
    await updateProjectRow(tx, stored.id, { name, description, archivedAt, updatedAt });
    return {
      output: { project: toProject({ ...record, project: updated }) },
      changes: [{ target: projectTarget(updated), ...diff, version: stored.version }],
    };
  },
});

type Wanted = Omit<z.output<typeof UpdateProjectInput>, "projectId" | "version">;

function apply(stored: ProjectRow, wanted: Wanted, now: Date): ProjectRow {
  const { name = stored.name, description = stored.description, isArchived = stored.archivedAt !== null } = wanted;
  const archivedAt = isArchived ? (stored.archivedAt ?? now) : null;
  return { ...stored, name, description, archivedAt, updatedAt: now, version: stored.version + 1 };
}

function stale(current: Project): AppError {
  return new AppError("conflict", `The project was changed in the meantime: it is at version ${current.version} now.`, {
    reason: "stale_version",
    current: { project: current },
    currentVersion: current.version,
  });
}
