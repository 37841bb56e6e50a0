import type { Command } from "commander";
import { newId } from "#lib/crypto/index.ts";
import { createWorkspace, listWorkspaces } from "#lib/workspaces/index.ts";
import { jsonOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { fields, table } from "./table.ts";

export function addWorkspaceCommands(program: Command, cli: Cli): void {
  const workspace = program.command("workspace").description("the tenants of this installation");
  workspace
    .command("list")
    .description("list all workspaces")
    .addOption(jsonOption())
    .action((options: JsonOption) => list(cli, options));
  workspace
    .command("create")
    .description("make a workspace with its first owner; somebody new gets a generated password")
    .requiredOption("--name <name>", "what people call it")
    .requiredOption("--slug <slug>", "its address: lower-case letters, digits and hyphens")
    .requiredOption("--owner <email>", "the first owner's e-mail address")
    .option("--owner-name <name>", "the first owner's name, if it is somebody new")
    .addOption(jsonOption())
    .action((options: CreateOptions) => create(cli, options));
}

interface CreateOptions extends JsonOption {
  readonly name: string;
  readonly slug: string;
  readonly owner: string;
  readonly ownerName?: string;
}

function list(cli: Cli, options: JsonOption): Promise<void> {
  return cli.run(options, async () => {
    const items = await listWorkspaces();
    const rows = items.map(({ slug, name, id }) => [slug, name, id]);
    return {
      data: { items, nextCursor: null },
      text: table(["SLUG", "NAME", "ID"], rows, 'No workspace yet. "workspace create" makes one.'),
    };
  });
}

function create(cli: Cli, options: CreateOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { name, slug } = options;
    const owner = { email: options.owner, ...(options.ownerName !== undefined && { name: options.ownerName }) };
    // The operation runs inside the workspace that it makes.
    const made = await execute(createWorkspace, run.context(newId()), { name, slug, owner });
    const password = made.generatedPassword;
    return {
      data: { workspace: made.workspace, owner: { ...made.owner, ...(password !== null && { password }) } },
      text: fields({
        workspace: `${made.workspace.name} (${made.workspace.slug})`,
        owner: made.owner.email,
        password: password ?? "unchanged: this person was here already",
      }),
      notes: password === null ? [] : ["The password is shown only now, and has to be changed at the first sign-in."],
    };
  });
}
