import { z } from "zod";
import { SCOPES } from "#lib/authz/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { findCurrentWorkspace } from "./store.ts";

/** Tells a caller who it is: the workspace, the environment, the credential and what it may do. */
export const whoami = defineRead({
  name: "self.get",
  permission: "self:read",
  wall: "workspace",
  tool: {
    name: "whoami",
    title: "Who am I",
    description:
      "Tells which workspace and environment this credential belongs to, whose it is, and which scopes it holds. " +
      "Call it first when you are unsure where your changes will land, or after a call was refused for a missing scope. " +
      "It changes nothing and needs no scope.",
    isIdempotent: true,
  },
  input: z.strictObject({}),
  output: z.object({
    workspace: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
    environment: Environment.nullable(),
    actor: z.object({ kind: z.enum(["user", "api_key", "system"]), id: z.string().nullable(), name: z.string() }),
    hint: z.string().nullable().describe("Prefix and last four characters of the credential"),
    owner: z.object({ name: z.string() }).nullable().describe("The person on whose behalf the credential acts"),
    scopes: z.array(z.enum(SCOPES)).describe("Scopes that are in force: granted, and still held by the owner"),
  }),
  async run(tx, ctx) {
    const workspace = await findCurrentWorkspace(tx, ctx.workspaceId);
    if (workspace === null) throw new AppError("not_found", "There is no such workspace.");
    const { actor } = ctx;
    const owner = actor.kind === "api_key" ? actor.owner : null;
    return {
      workspace,
      environment: ctx.environment,
      actor: { kind: actor.kind, id: actor.kind === "system" ? null : actor.id, name: actor.name },
      hint: actor.kind === "api_key" ? actor.hint : null,
      owner: owner ? { name: owner.name } : null,
      scopes: SCOPES.filter((scope) => actor.permissions.has(scope)),
    };
  },
});
