import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Project } from "./schemas.ts";
import type { ProjectRecord, ProjectRow } from "./store.ts";

export function toProject({ project, openTaskCount, totalTaskCount }: ProjectRecord): Project {
  return {
    id: project.id,
    key: project.key,
    name: project.name,
    description: project.description,
    isArchived: project.archivedAt !== null,
    openTaskCount,
    totalTaskCount,
    version: project.version,
    createdAt: project.createdAt.toISOString(),
    updatedAt: project.updatedAt.toISOString(),
  };
}

/** What history keeps of a project: enough to show it and to bring it back. */
export function projectSnapshot(project: ProjectRow) {
  return {
    key: project.key,
    name: project.name,
    description: project.description,
    isArchived: project.archivedAt !== null,
    archivedAt: project.archivedAt?.toISOString() ?? null,
    createdAt: project.createdAt.toISOString(),
  };
}

export function projectTarget({ id, key, name }: ProjectRow): Change["target"] {
  return { type: "project", id, label: `${key} ${name}` };
}

export function projectNotFound(): AppError {
  return new AppError("not_found", "There is no such project here.", { reason: "project_not_found" });
}
