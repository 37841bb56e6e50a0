import { withoutWorkspace } from "#db/tenant.ts";
import { permissionsOfRole, ROLES, type Role } from "#lib/authz/index.ts";
import { generatePassword, newId } from "#lib/crypto/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { addMember } from "#lib/members/index.ts";
import { updateUser } from "#lib/people/index.ts";
import { createWorkspace, listWorkspaces, type Workspace } from "#lib/workspaces/index.ts";
import { DEMO_PEOPLE, DEMO_WORKSPACE } from "./content.ts";
import { outputOf } from "./output.ts";
import { PRODUCTION_PROJECTS } from "./production.ts";
import { REHEARSAL_PROJECTS } from "./rehearsal.ts";
import { type DemoPeople, seedProject } from "./seed-project.ts";

export interface DemoSeed {
  readonly workspace: Workspace;
  /** What they sign in with: generated, and in this one answer only. */
  readonly people: readonly { readonly email: string; readonly password: string; readonly role: Role }[];
}

/**
 * Fills an empty installation with a demo workspace, all of it through real operations, so that history and audit log
 * are real as well.
 * @returns null, and does nothing, when there is any workspace
 */
export async function seedDemo(): Promise<DemoSeed | null> {
  if ((await listWorkspaces()).length > 0) return null;
  const id = newId();
  const owner = { ...DEMO_PEOPLE.owner, password: generatePassword() };
  const made = await invoke(createWorkspace, system(id), { ...DEMO_WORKSPACE, owner }).catch(ifNotJustMade);
  if (made === null) return null;
  const { workspace, owner: ownerRow } = outputOf(made);
  const passwords: Record<string, string> = { owner: owner.password };
  const ids: Record<string, string> = { owner: ownerRow.id };
  for (const role of ROLES.filter((each) => each !== "owner")) {
    const { member, generatedPassword } = outputOf(await invoke(addMember, system(id), { ...DEMO_PEOPLE[role], role }));
    // Nobody wants to choose four passwords in order to look around.
    await withoutWorkspace((db) => updateUser(db, member.id, { mustChangePassword: false }));
    passwords[role] = generatedPassword ?? "";
    ids[role] = member.id;
  }
  const people = peopleIn(id, ids);
  await Promise.all([...PRODUCTION_PROJECTS, ...REHEARSAL_PROJECTS].map((project) => seedProject(project, people)));
  return {
    workspace,
    people: ROLES.map((role) => ({ email: DEMO_PEOPLE[role].email, password: passwords[role] ?? "", role })),
  };
}

/** Another process seeds at this very moment. */
function ifNotJustMade(error: unknown): null {
  if (isAppError(error) && error.details.reason === "slug_taken") return null;
  throw error;
}

function system(workspaceId: string): Context {
  const permissions = new Set([...permissionsOfRole("owner"), "workspaces:create" as const]);
  return { ...common(workspaceId), environment: null, actor: { kind: "system", name: "demo", permissions } };
}

function peopleIn(workspaceId: string, ids: Readonly<Record<string, string>>): DemoPeople {
  const sessionId = newId();
  return {
    idOf: (role) => ids[role] ?? "",
    context: (role, environment) => ({
      ...common(workspaceId),
      environment,
      actor: {
        kind: "user",
        id: ids[role] ?? "",
        ...DEMO_PEOPLE[role],
        role,
        sessionId,
        provenAt: new Date(),
        permissions: permissionsOfRole(role),
      },
    }),
  };
}

/** The events say where they really came from: no browser, no address. */
function common(workspaceId: string): Omit<Context, "actor" | "environment"> {
  return {
    workspaceId,
    channel: "cli",
    tool: null,
    source: {
      ip: null,
      userAgent: "postern-demo",
      clientName: null,
      clientVersion: null,
      protocolVersion: null,
      requestId: newId(),
      traceId: null,
    },
    now: new Date(),
  };
}
