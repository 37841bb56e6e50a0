import type { Command } from "commander";
import { drainRefreshes, getRefresh, previewRefresh, startRefresh } from "#lib/environment-refresh/index.ts";
import type { Refresh, RefreshPreview } from "#lib/environment-refresh/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import { jsonOption, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { fields, moment, table } from "./table.ts";

interface Options extends JsonOption {
  readonly workspace: string;
}

/** Staging's data, made anew from production's. */
export function addEnvironmentCommands(program: Command, cli: Cli): void {
  const refresh = program
    .command("environment")
    .description("the environments' data")
    .command("refresh")
    .description("replace staging's data by copies of production's");
  const command = (name: string, description: string) =>
    refresh.command(name).description(description).addOption(workspaceOption()).addOption(jsonOption());
  command("preview", "what would be removed and copied, and which keys it touches").action((options: Options) =>
    preview(cli, options),
  );
  command("run", "do what a preview showed, and wait until it is done")
    .requiredOption("--fingerprint <text>", "of the preview; refused when staging has changed since")
    .action((options: Options & { fingerprint: string }) => refreshNow(cli, options));
  command("status", "the last refresh and how far it has come").action((options: Options) => status(cli, options));
}

function preview(cli: Cli, options: Options): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const shown = (await execute(previewRefresh, run.context(id), {})).preview;
    const note = `To do it: environment refresh run --workspace ${options.workspace} --fingerprint ${shown.fingerprint}`;
    return { data: shown, text: previewText(shown), notes: [note] };
  });
}

function refreshNow(cli: Cli, options: Options & { fingerprint: string }): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { refreshId } = await startRefresh(run.context(id), options.fingerprint);
    await drainRefreshes();
    const { refresh } = await execute(getRefresh, run.context(id), {});
    if (refresh?.refreshId !== refreshId || refresh.state !== "done") {
      throw new AppError("unavailable", "The refresh did not come to its end; staging is as it was.");
    }
    return { data: refresh, text: refreshText(refresh) };
  });
}

function status(cli: Cli, options: Options): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { refresh } = await execute(getRefresh, run.context(id), {});
    return { data: { refresh }, text: refresh === null ? "Staging was never refreshed." : refreshText(refresh) };
  });
}

function previewText({ removed, copied, keys }: RefreshPreview): string {
  const rows = (["projects", "tasks", "comments"] as const).map((what) => [what, removed[what], copied[what]]);
  const counts = table(["IN STAGING", "REMOVED", "COPIED"], rows, "");
  const touched = keys.map(({ name, hint, follows, loses }) => [name, hint, follows.join(", "), loses.join(", ")]);
  return [counts, table(["KEY", "HINT", "FOLLOWS", "LOSES"], touched, "No key is restricted to projects.")].join(
    "\n\n",
  );
}

function refreshText({ refreshId, state, doneRows, totalRows, startedAt, startedByName }: Refresh): string {
  return fields({
    state,
    rows: `${doneRows} of ${totalRows}`,
    started: `${moment(startedAt)} by ${startedByName}`,
    id: refreshId,
  });
}
