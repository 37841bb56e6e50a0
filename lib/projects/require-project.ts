import type { Tx } from "#db/tenant.ts";
import { findProject, type ProjectRow } from "./store.ts";
import { projectNotFound } from "./view.ts";

/**
 * The project that a caller means.
 * @param ref id or key
 * @throws AppError `not_found`, the same for what is missing and for what is another workspace's or environment's
 */
export async function requireProject(tx: Tx, ref: string): Promise<ProjectRow> {
  const project = await findProject(tx, ref);
  if (!project) throw projectNotFound();
  return project;
}

/** For an operation's `sought`: the project that its input names, if it names one. */
export async function soughtProject(
  tx: Tx,
  { projectId }: { readonly projectId?: string | undefined },
): Promise<ProjectRow | null> {
  return projectId === undefined ? null : findProject(tx, projectId);
}
