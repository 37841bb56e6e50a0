import type { Command } from "commander";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { addDemoEvents, seedDemo } from "#lib/demo/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { jsonOption, wholeNumber, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { table } from "./table.ts";

const MAX_EVENTS = 20_000_000;
const MAX_DAYS = 400;
const DEFAULT_DAYS = 90;

export function addDemoCommands(program: Command, cli: Cli): void {
  const demo = program.command("demo").description("a workspace to try things out");
  demo
    .command("events")
    .description("add made-up events to a workspace's audit log, to try its search at size")
    .addOption(workspaceOption())
    .requiredOption("--count <n>", "how many", wholeNumber(1, MAX_EVENTS))
    .option("--days <n>", "over how many days before now", wholeNumber(1, MAX_DAYS), DEFAULT_DAYS)
    .option("--no-seal", "leave them unsealed: faster, and the log doesn't verify")
    .addOption(jsonOption())
    .action((options: EventsOptions) => addEvents(cli, options));
  demo
    .command("seed")
    .description("fill an empty installation with a demo workspace, four people and their tasks")
    .addOption(jsonOption())
    .action((options: JsonOption) => seed(cli, options));
}

interface EventsOptions extends JsonOption {
  readonly workspace: string;
  readonly count: number;
  readonly days: number;
  readonly seal: boolean;
}

function addEvents(cli: Cli, { workspace, count, days, seal: isSealing, ...options }: EventsOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(workspace);
    const now = new Date();
    await addDemoEvents(id, count, days, now);
    // Sealing begins where it has come to, and these are from before: unsealed they would pass for smuggled in.
    if (isSealing) await sealWorkspace(id, now, { signsAll: true, since: new Date(now.getTime() - days * DAY_MS) });
    return { data: { workspace, events: count, days }, text: `Added ${count} events over ${days} days.` };
  });
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
