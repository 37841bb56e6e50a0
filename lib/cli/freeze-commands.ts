import { type Command, Option } from "commander";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { freezeWrites, liftFreeze, listFreezes } from "#lib/write-freeze/index.ts";
import { jsonOption, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { moment, table } from "./table.ts";

interface FreezeOptions extends JsonOption {
  readonly workspace: string;
  readonly environment?: Environment;
}

/** The switch that stops all writes of project data. */
export function addFreezeCommands(program: Command, cli: Cli): void {
  const freeze = program.command("freeze").description("stop all writes of project data, at once, everywhere");
  const command = (name: string, description: string) =>
    freeze.command(name).description(description).addOption(workspaceOption()).addOption(jsonOption());
  const environment = () =>
    new Option("--environment <environment>", "only there; the whole workspace unless given").choices(ENVIRONMENTS);
  command("show", "show the freezes that are in force").action((options: FreezeOptions) =>
    cli.run(options, async (run) => {
      const { id } = await run.workspace(options.workspace);
      const { items } = await execute(listFreezes, run.context(id), {});
      const rows = items.map(({ scope, frozenAt, frozenByName, note }) => [
        scope,
        moment(frozenAt),
        frozenByName,
        note,
      ]);
      return {
        data: { items, nextCursor: null },
        text: table(["scope", "since", "by", "note"], rows, "Nothing is frozen."),
      };
    }),
  );
  command("start", "freeze; clients and people are told the note")
    .addOption(environment())
    .requiredOption("--note <text>", "what whoever is refused is told")
    .action((options: FreezeOptions & { note: string }) =>
      cli.run(options, async (run) => {
        const { id } = await run.workspace(options.workspace);
        const input = { scope: options.environment ?? ("workspace" as const), note: options.note };
        const { freeze } = await execute(freezeWrites, run.context(id), input);
        return { data: freeze, text: `Writes are frozen: ${freeze.scope}.` };
      }),
    );
  command("lift", "let writes happen again")
    .addOption(environment())
    .action((options: FreezeOptions) =>
      cli.run(options, async (run) => {
        const { id } = await run.workspace(options.workspace);
        const scope = options.environment ?? ("workspace" as const);
        const { isLifted } = await execute(liftFreeze, run.context(id), { scope });
        return { data: { scope, isLifted }, text: isLifted ? `Lifted: ${scope}.` : `It was not frozen: ${scope}.` };
      }),
    );
}
