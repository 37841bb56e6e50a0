import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createWorkspace, type Workspace } from "#lib/workspaces/index.ts";
import type { SetUpInput } from "./schemas.ts";
import { takeSetupToken } from "./setup-token.ts";

/**
 * Makes the first workspace and its owner for whoever has a set-up link. The link works once; when the set-up is
 * refused it works again.
 * @throws AppError `forbidden` (`setup_link`) when the link is no good, and what {@link createWorkspace} throws
 */
export async function setUpFirstWorkspace(
  token: string,
  input: SetUpInput,
  source: RequestSource,
  now: Date,
): Promise<Workspace> {
  const taken = await takeSetupToken(token, now);
  if (taken === null) throw new AppError("forbidden", "This set-up link is not valid.", { reason: "setup_link" });
  const { workspaceName: name, slug, ownerName, email, password } = input;
  const owner = { email, name: ownerName, password };
  try {
    const outcome = await invoke(createWorkspace, contextOf(source, now), { name, slug, owner });
    if (outcome.status !== "done") throw new Error(`set-up ended as ${outcome.status}`);
    return outcome.output.workspace;
  } catch (error) {
    await taken.giveBack();
    throw error;
  }
}

function contextOf({ ip, userAgent, requestId }: RequestSource, now: Date): Context {
  return {
    // The operation runs inside the workspace that it makes.
    workspaceId: newId(),
    environment: null,
    actor: { kind: "system", name: "setup", permissions: new Set(["workspaces:create"] as const) },
    channel: "browser",
    tool: null,
    source: { ip, userAgent, requestId, clientName: null, clientVersion: null, protocolVersion: null, traceId: null },
    now,
  };
}
