import { type Tenant, withWorkspace } from "#db/tenant.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import type { Call } from "./record.ts";

/** Which wall hid from a credential what it asked for: its environment's, or its restriction to projects. */
export type Wall = "wall_environment" | "wall_projects";

/**
 * Looks behind the walls of a credential that found nothing, for the audit log only: an admin shall see that a client
 * holds the wrong key. Only in the credential's own workspace, as often for what exists as for what doesn't, and never
 * for the answer, which is the same.
 * @returns null where nothing was hidden
 */
export async function wallOf({ operation, ctx, rawInput }: Call): Promise<Wall | null> {
  const { actor, workspaceId, environment } = ctx;
  const { sought } = operation;
  const parsed = operation.input.safeParse(rawInput);
  if (sought === undefined || actor.kind !== "api_key" || !parsed.success) return null;
  const isThere = async (tenant: Tenant) =>
    Boolean(await withWorkspace(tenant, "read", (tx) => sought(tx, parsed.data)));
  const isOutside = actor.projectIds !== null && (await isThere({ workspaceId, environment }));
  let isElsewhere = false;
  for (const other of ENVIRONMENTS.filter((name) => name !== environment)) {
    isElsewhere = (await isThere({ workspaceId, environment: other })) || isElsewhere;
  }
  if (isOutside) return "wall_projects";
  return isElsewhere ? "wall_environment" : null;
}
