import { type Command, Option } from "commander";
import { z } from "zod";
import { AUDIT_STATUSES, type AuditStatus, CHANNELS, type Channel } from "#lib/audit/index.ts";
import { searchAuditLog } from "#lib/audit-log/index.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { isoMoment, jsonOption, moreNote, wholeNumber, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { addDeliveryCommands } from "./delivery-commands.ts";
import { addEvidenceCommands } from "./evidence-commands.ts";
import { collect, execute } from "./execute.ts";
import { addExportCommand } from "./export-command.ts";
import { addRetentionCommands } from "./retention-commands.ts";
import { moment, table } from "./table.ts";
import { addTailCommand } from "./tail-command.ts";

const DEFAULT_LIMIT = 50;
const PAGE_SIZE = 500;
const MAX_LIMIT = 10_000;

export function addAuditCommands(program: Command, cli: Cli): void {
  const audit = program.command("audit").description("what everybody and everything did");
  audit
    .command("search")
    .description("search a workspace's audit log, newest first; this look is recorded as well")
    .addOption(workspaceOption())
    .option("--query <text>", "words and conditions, as in docs/audit-search.md: 'tool:create_* -status:success'")
    .option("--tool <tool>", "the tool, as in create_task")
    .option("--action <action>", "the operation, as in task.create")
    .option("--key <name or id>", "the credential")
    .addOption(new Option("--status <status>", "how it ended").choices(AUDIT_STATUSES))
    .addOption(new Option("--channel <channel>", "the way it came").choices(CHANNELS))
    .addOption(new Option("--environment <environment>", "the environment").choices(ENVIRONMENTS))
    .option("--from <moment>", "not older than this moment (UTC unless it names a zone)", isoMoment)
    .option("--to <moment>", "older than this moment", isoMoment)
    .option("--limit <n>", "how many at most", wholeNumber(1, MAX_LIMIT), DEFAULT_LIMIT)
    .option("--cursor <cursor>", "nextCursor of the page before")
    .addOption(jsonOption())
    .action((options: SearchOptions) => search(cli, options));
  addExportCommand(audit, cli);
  addEvidenceCommands(audit, cli);
  addTailCommand(audit, cli);
  addRetentionCommands(audit, cli);
  addDeliveryCommands(audit, cli);
}

interface SearchOptions extends JsonOption {
  readonly workspace: string;
  readonly query?: string;
  readonly tool?: string;
  readonly action?: string;
  readonly key?: string;
  readonly status?: AuditStatus;
  readonly channel?: Channel;
  readonly environment?: Environment;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly cursor?: string;
}

function search(cli: Cli, options: SearchOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const page = await collect(options.limit, PAGE_SIZE, options.cursor, async (limit, cursor) => {
      const input = { ...filterOf(options), limit, ...(cursor !== undefined && { cursor }) };
      return execute(searchAuditLog, run.context(id), input);
    });
    const head = ["TIME", "STATUS", "ACTION", "TOOL", "WHO", "IP", "REASON"];
    const rows = page.items.map((event) => [
      moment(event.occurredAt),
      event.errorCode === null ? event.status : `${event.status} ${event.errorReason ?? event.errorCode}`,
      event.action,
      event.tool,
      event.credential ? `${event.credential.name} ${event.credential.hint}` : event.actor.name,
      event.ip,
      event.reason,
    ]);
    return { data: page, text: table(head, rows, "No events."), notes: moreNote(page.nextCursor) };
  });
}

function filterOf({ query, tool, action, key, status, channel, environment, from, to }: SearchOptions) {
  const isId = z.uuid().safeParse(key).success;
  const wanted = { query, tool, action, status, channel, environment, from, to };
  const given = { ...wanted, ...(isId ? { credentialId: key } : { credentialName: key }) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
