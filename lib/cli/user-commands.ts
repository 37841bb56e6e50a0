import { type Command, Option } from "commander";
import { ROLES, type Role } from "#lib/authz/index.ts";
import { addMember, listMembers } from "#lib/members/index.ts";
import { jsonOption, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { listPeople, resetPassword } from "./people.ts";
import { fields, table } from "./table.ts";

export function addUserCommands(program: Command, cli: Cli): void {
  const user = program.command("user").description("people, and what they are in a workspace");
  user
    .command("create")
    .description("add a person to a workspace; somebody new gets a generated password")
    .requiredOption("--email <email>", "the person's e-mail address")
    .addOption(workspaceOption())
    .addOption(new Option("--role <role>", "what the person may do").choices(ROLES).makeOptionMandatory())
    .option("--name <name>", "the person's name, if it is somebody new")
    .addOption(jsonOption())
    .action((options: CreateOptions) => create(cli, options));
  user
    .command("list")
    .description("list the members of a workspace, or everybody")
    .option("--workspace <slug>", "only members of this workspace")
    .addOption(jsonOption())
    .action((options: JsonOption & { workspace?: string }) => list(cli, options));
  user
    .command("set-password")
    .description("give a person a new password, to be changed at the next sign-in, and end all their sessions")
    .requiredOption("--email <email>", "the person's e-mail address")
    .option("--password-stdin", "read the password from standard input instead of making one")
    .addOption(jsonOption())
    .action((options: SetPasswordOptions) => setPassword(cli, options));
}

interface CreateOptions extends JsonOption {
  readonly email: string;
  readonly workspace: string;
  readonly role: Role;
  readonly name?: string;
}

interface SetPasswordOptions extends JsonOption {
  readonly email: string;
  readonly passwordStdin?: true;
}

function create(cli: Cli, options: CreateOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { email, role, name } = options;
    const { id } = await run.workspace(options.workspace);
    const added = await execute(addMember, run.context(id), { email, role, ...(name !== undefined && { name }) });
    const password = added.generatedPassword;
    return {
      data: { id: added.member.id, email: added.member.email, password },
      text: fields({
        person: `${added.member.name} <${added.member.email}>`,
        role: added.member.role,
        password: password ?? "unchanged: this person was here already",
      }),
      notes: password === null ? [] : ["The password is shown only now, and has to be changed at the first sign-in."],
    };
  });
}

function list(cli: Cli, options: JsonOption & { workspace?: string }): Promise<void> {
  return cli.run(options, async (run) => {
    if (options.workspace === undefined) return listPeople();
    const { id } = await run.workspace(options.workspace);
    const { items } = await execute(listMembers, run.context(id), {});
    const rows = items.map(({ email, name, role }) => [email, name, role]);
    return { data: { items, nextCursor: null }, text: table(["E-MAIL", "NAME", "ROLE"], rows, "No members.") };
  });
}

async function setPassword(cli: Cli, options: SetPasswordOptions): Promise<void> {
  // Read before the database is opened: whoever types keeps nobody waiting.
  const typed = options.passwordStdin ? await cli.io.readInput?.() : undefined;
  // What `echo` puts at the end is not part of the password.
  const given = typed?.replace(/\r?\n$/, "") ?? null;
  return cli.run(options, (run) => resetPassword(run, options.email, given));
}
