import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { listProjectIds } from "./store.ts";

/**
 * The projects that a key is restricted to, each once; null: all of its environment.
 * @throws AppError `validation` for one that this environment doesn't have
 */
export async function chosenProjects(
  tx: Tx,
  environment: Environment,
  projectIds: readonly string[] | null,
): Promise<string[] | null> {
  if (projectIds === null) return null;
  const wanted = [...new Set(projectIds)];
  const found = await listProjectIds(tx, environment, wanted);
  if (found.length === wanted.length) return wanted;
  const message = "One of these projects does not exist in this environment.";
  throw new AppError("validation", message, { reason: "unknown_project", fieldErrors: { projectIds: [message] } });
}
