import type { Command } from "commander";
import { followAuditLog, openAuditTail, type TailBatch } from "#lib/audit-log/index.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { jsonOption, position, wholeNumber, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { moment } from "./table.ts";

const MAX_COUNT = 999_999_999;

interface TailCommandOptions extends JsonOption {
  readonly workspace: string;
  readonly query?: string;
  readonly after?: number;
  readonly count?: number;
}

/** Prints events as they come, until it is told to end or has printed enough. */
export function addTailCommand(audit: Command, cli: Cli): void {
  audit
    .command("tail")
    .description("print a workspace's events as they come, one line each, until interrupted; that it began is recorded")
    .addOption(workspaceOption())
    .option("--query <text>", "words and conditions, as in docs/audit-search.md")
    .option("--after <position>", "go on after this position instead of from now on", position)
    .option("--count <n>", "end after so many events", wholeNumber(1, MAX_COUNT))
    .addOption(jsonOption())
    .action((options: TailCommandOptions) => tail(cli, options));
}

function tail(cli: Cli, options: TailCommandOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { workspace, query, after, count = Number.POSITIVE_INFINITY, json } = options;
    const { id } = await run.workspace(workspace);
    const ctx = run.context(id);
    const filter = { hidesBrowserReads: false, ...(query !== undefined && { query }) };
    const { position } = await execute(openAuditTail, ctx, { ...filter, ...(after !== undefined && { after }) });
    const signal = cli.io.interruption ?? new AbortController().signal;
    let left = count;
    for await (const { items } of followAuditLog(ctx, filter, position, { signal })) {
      const lines = items.slice(0, left).map((item) => (json ? jsonOf(item) : lineOf(item.event)));
      if (lines.length > 0) cli.io.out(`${lines.join("\n")}\n`);
      left -= lines.length;
      // Whoever reads slowly makes it wait, whoever has gone ends it.
      if (left <= 0 || (await cli.io.isTaken?.()) === false) break;
    }
    return null;
  });
}

function jsonOf({ position, event }: TailBatch["items"][number]): string {
  return JSON.stringify({ position, ...event });
}

function lineOf(event: AuditLogItem): string {
  const { occurredAt, status, errorCode, errorReason, tool, action, credential, actor, ip } = event;
  const ended = errorCode === null ? status : `${status} ${errorReason ?? errorCode}`;
  return [moment(occurredAt), ended, tool ?? action, credential?.name ?? actor.name, ip ?? "-"].join("  ");
}
