import { type Permission, permissionsOfRole } from "#lib/authz/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { listUserWorkspaces } from "#lib/workspaces/index.ts";
import { findLiveSession } from "./store.ts";

/**
 * Whether a person's session is still good, and their role in the workspace still permits it: for answers that go on for
 * longer than a request.
 */
export async function isStillPermitted({ actor, workspaceId }: Context, permission: Permission): Promise<boolean> {
  if (actor.kind !== "user") return false;
  const session = await findLiveSession(actor.sessionId, new Date());
  if (session === null || session.userId !== actor.id) return false;
  const workspace = (await listUserWorkspaces(actor.id)).find(({ id }) => id === workspaceId);
  return workspace !== undefined && permissionsOfRole(workspace.role).has(permission);
}
