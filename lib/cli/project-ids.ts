import type { Environment } from "#lib/environments/index.ts";
import { getProject } from "#lib/projects/index.ts";
import type { Run } from "./cli.ts";
import { execute } from "./execute.ts";

/** Ids of projects of an environment, which people name by id or by key. */
export async function projectIdsOf(
  run: Run,
  workspaceId: string,
  environment: Environment,
  named: readonly string[],
): Promise<string[]> {
  const ctx = run.context(workspaceId, environment);
  const ids: string[] = [];
  for (const projectId of named) ids.push((await execute(getProject, ctx, { projectId })).project.id);
  return ids;
}
