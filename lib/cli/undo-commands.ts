import { type Command, Option } from "commander";
import { getApiKey } from "#lib/api-keys/index.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { revertChanges, revertCredential } from "#lib/undo/index.ts";
import type { RevertItem, RevertOutput } from "#lib/undo/schemas.ts";
import { isoMoment, jsonOption, several, workspaceOption } from "./arguments.ts";
import type { Answer, Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { table } from "./table.ts";

interface UndoOptions extends JsonOption {
  readonly workspace: string;
  readonly execute?: true;
  readonly skip?: readonly string[];
  readonly skipConflicts?: true;
  readonly reason?: string;
}
type InEnvironment = UndoOptions & { readonly environment: Environment };
type Since = UndoOptions & { readonly since: string };

/** Taking changes back: shows first what would happen, and does it with --execute. */
export function addUndoCommands(program: Command, cli: Cli): void {
  const undo = program
    .command("undo")
    .description("take changes back; shows what would happen unless --execute is given");
  const command = (name: string, description: string) =>
    undo
      .command(name)
      .description(description)
      .argument("<id>", "its id")
      .addOption(workspaceOption())
      .option("--execute", "do it")
      .option("--skip <change>", "leave this change as it is; may be given several times", several)
      .option("--skip-conflicts", "leave out what can't be taken back")
      .option("--reason <text>", "why; goes to the audit log")
      .addOption(jsonOption());
  const environment = () =>
    new Option("--environment <environment>", "where it was made").choices(ENVIRONMENTS).makeOptionMandatory();
  command("change", "one change; a deletion comes back with what went with it")
    .addOption(environment())
    .action((changeId: string, options: InEnvironment) => revertOf(cli, options, { changeId }));
  command("event", "all changes of one call")
    .addOption(environment())
    .action((eventId: string, options: InEnvironment) => revertOf(cli, options, { eventId }));
  command("credential", "everything that a key has changed since a moment")
    .requiredOption("--since <time>", "such as 2026-11-21T09:30:00Z", isoMoment)
    .action((credentialId: string, options: Since) =>
      cli.run(options, async (run) => {
        const { id } = await run.workspace(options.workspace);
        const { apiKey } = await execute(getApiKey, run.context(id), { apiKeyId: credentialId });
        const ctx = run.context(id, apiKey.environment);
        const input = { credentialId, since: options.since, ...choices(options) };
        return answer(options, await execute(revertCredential, ctx, input, mode(options)));
      }),
    );
}

function revertOf(cli: Cli, options: InEnvironment, of: { changeId: string } | { eventId: string }): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const ctx = run.context(id, options.environment);
    return answer(options, await execute(revertChanges, ctx, { of, ...choices(options) }, mode(options)));
  });
}

/** A preview shows conflicts; doing it wants them left out in so many words. */
function choices({ skip = [], skipConflicts, execute: isReal }: UndoOptions) {
  return { skip: [...skip], conflicts: skipConflicts || !isReal ? ("skip" as const) : ("refuse" as const) };
}

function mode({ execute: isReal, reason }: UndoOptions) {
  return { mode: isReal ? ("execute" as const) : ("dry_run" as const), reason: reason ?? null };
}

function answer({ execute: isReal }: UndoOptions, output: RevertOutput): Answer {
  const { items, counts } = output;
  const rows = items.map((item) => [outcomeOf(item), item.kind, item.target.label, item.changeId]);
  const sum = `${counts.reverted} ${isReal ? "taken back" : "would be taken back"}, ${counts.conflict} in conflict, ${counts.skipped} left out, ${counts.nothing} as before already.`;
  const next = isReal ? [] : ["Nothing was written. Give --execute to do it."];
  const text = `${table(["outcome", "was", "what", "change"], rows, "There is nothing to take back.")}\n\n${sum}`;
  return { data: { executed: isReal === true, ...output }, text, notes: next };
}

function outcomeOf({ outcome, conflict }: RevertItem): string {
  return conflict === null ? outcome : `conflict: ${conflict}`;
}
