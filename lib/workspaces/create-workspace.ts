import { z } from "zod";
import { sensitive } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { Email, KnownEmail, Password, PersonName, provideUser } from "#lib/people/index.ts";
import { Slug, Workspace, WorkspaceName } from "./schemas.ts";
import { insertOwner, insertWorkspace } from "./store.ts";

export const CreateWorkspaceInput = z.strictObject({
  name: WorkspaceName,
  slug: Slug,
  owner: z.strictObject({
    email: Email,
    name: PersonName.optional(),
    /** Absent: one is generated and has to be changed at the first sign-in. */
    password: Password.register(sensitive, { kind: "secret" }).optional(),
  }),
});

/** Makes a workspace with its first owner. Runs inside the workspace that it makes: `ctx.workspaceId` is the new id. */
export const createWorkspace = defineWrite({
  name: "workspace.create",
  eventVersion: 2,
  effect: "write",
  permission: "workspaces:create",
  wall: "workspace",
  tool: null,
  input: CreateWorkspaceInput,
  output: z.object({
    workspace: Workspace,
    owner: z.object({ id: z.uuid(), email: KnownEmail }),
    generatedPassword: z.string().nullable().register(sensitive, { kind: "secret" }),
  }),
  async run(tx, ctx, { name, slug, owner }) {
    const workspace = { id: ctx.workspaceId, slug, name };
    const isNew = await insertWorkspace(tx, workspace);
    if (!isNew) throw slugTaken(slug);
    const user = await provideUser(tx, owner);
    await insertOwner(tx, user.id);
    const after = { slug, name, owner: user.name };
    return {
      output: {
        workspace,
        owner: { id: user.id, email: user.email },
        generatedPassword: user.generatedPassword,
      },
      changes: [{ target: { type: "workspace", id: workspace.id, label: name }, before: null, after }],
    };
  },
});

function slugTaken(slug: string): AppError {
  const message = `The address "${slug}" is taken.`;
  return new AppError("conflict", message, { reason: "slug_taken", fieldErrors: { slug: [message] } });
}
