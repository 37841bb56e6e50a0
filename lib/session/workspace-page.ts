import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { permissionsOfRole } from "#lib/authz/index.ts";
import { Environment } from "#lib/environments/index.ts";
import type { Context, UserActor } from "#lib/kernel/index.ts";
import type { UserWorkspace } from "#lib/workspaces/index.ts";
import { type Person, requestSource, requirePerson } from "./person.ts";

export interface WorkspacePage {
  readonly person: Person;
  readonly workspace: UserWorkspace;
  readonly environment: Environment;
  /** For `invoke`: the person acting in the browser. Hiding a button by its permissions is courtesy; the operation decides. */
  readonly ctx: Context & { readonly actor: UserActor; readonly environment: Environment };
}

/**
 * Everything that a page or an action of a workspace needs. A workspace that the person doesn't belong to is not found,
 * whether it exists or not.
 * @param slug the URL's workspace
 */
export const workspacePage = cache(async (slug: string): Promise<WorkspacePage> => {
  const person = await requirePerson(`/w/${slug}`);
  const workspace = person.workspaces.find((candidate) => candidate.slug === slug);
  if (workspace === undefined) notFound();
  const environment = await chosenEnvironment(slug);
  const { ip, userAgent, requestId } = await requestSource();
  const actor: UserActor = {
    kind: "user",
    id: person.id,
    name: person.name,
    email: person.email,
    role: workspace.role,
    sessionId: person.sessionId,
    provenAt: person.provenAt,
    permissions: permissionsOfRole(workspace.role),
  };
  const nothing = { clientName: null, clientVersion: null, protocolVersion: null, traceId: null };
  const ctx = {
    workspaceId: workspace.id,
    environment,
    actor,
    channel: "browser",
    tool: null,
    source: { ip, userAgent, requestId, ...nothing },
    now: new Date(),
  } as const;
  return { person, workspace, environment, ctx };
});

export function environmentCookie(slug: string): string {
  return `postern-environment-${slug}`;
}

async function chosenEnvironment(slug: string): Promise<Environment> {
  return Environment.catch("production").parse((await cookies()).get(environmentCookie(slug))?.value);
}
