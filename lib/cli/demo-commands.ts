import type { Command } from "commander";
import { seedDemo } from "#lib/demo/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { jsonOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { table } from "./table.ts";

export function addDemoCommands(program: Command, cli: Cli): void {
  program
    .command("demo")
    .description("a workspace to try things out")
    .command("seed")
    .description("fill an empty installation with a demo workspace, four people and their tasks")
    .addOption(jsonOption())
    .action((options: JsonOption) => seed(cli, options));
}

function seed(cli: Cli, options: JsonOption): Promise<void> {
  return cli.run(options, async () => {
    const seeded = await seedDemo();
    if (seeded === null) {
      throw new AppError("conflict", "There is a workspace already: the demo goes into an empty installation only.");
    }
    const rows = seeded.people.map(({ email, password, role }) => [email, password, role]);
    return { data: seeded, text: table(["E-MAIL", "PASSWORD", "ROLE"], rows, "") };
  });
}
