import type { Command } from "commander";
import type { Context } from "#lib/kernel/index.ts";
import { jsonOption, workspaceOption } from "./arguments.ts";
import type { Answer, Cli, JsonOption, Run } from "./cli.ts";
import { findKeyId } from "./find-key.ts";

export interface WhichKey extends JsonOption {
  readonly workspace: string;
  readonly id?: string;
  readonly name?: string;
}

/** What a command on one key works on. */
export interface OneKey {
  readonly run: Run;
  readonly workspaceId: string;
  /** The operator's, in the key's workspace. */
  readonly ctx: Context;
  readonly apiKeyId: string;
}

/** A command on one key, by `--id` or `--name`. */
export function keyCommand(key: Command, name: string, description: string): Command {
  return key
    .command(name)
    .description(description)
    .addOption(workspaceOption())
    .option("--id <id>", "the key's id")
    .option("--name <name>", "the name of a live key")
    .addOption(jsonOption());
}

export function onKey(
  cli: Cli,
  options: WhichKey,
  command: Command,
  work: (one: OneKey) => Promise<Answer>,
): Promise<void> {
  const { id, name } = options;
  if ((id === undefined) === (name === undefined)) command.error("error: give either --id or --name");
  return cli.run(options, async (run) => {
    const workspace = await run.workspace(options.workspace);
    const ctx = run.context(workspace.id);
    return work({ run, workspaceId: workspace.id, ctx, apiKeyId: id ?? (await findKeyId(ctx, name ?? "")) });
  });
}
