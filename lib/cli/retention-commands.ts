import { type Command, Option } from "commander";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/schemas.ts";
import { applyRetention, listRetention, previewRetention, setRetention } from "#lib/audit-retention/index.ts";
import type { ExpiredEvents, Retention } from "#lib/audit-retention/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import { days, jsonOption, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption, Run } from "./cli.ts";
import { execute } from "./execute.ts";
import { moment, table } from "./table.ts";

interface RetentionOptions extends JsonOption {
  readonly workspace: string;
  readonly stream?: AuditStream;
  readonly keep?: number;
  readonly hold?: string | false;
  readonly reason?: string;
}

/** How long the audit log is kept. */
export function addRetentionCommands(audit: Command, cli: Cli): void {
  const retention = audit.command("retention").description("how long events are kept");
  const streamOption = () =>
    new Option("--stream <stream>", "an environment, or workspace for acts that belong to none").choices(AUDIT_STREAMS);
  retention
    .command("show")
    .description("print what is in force, and how many events have gone so far")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action((options: RetentionOptions) => show(cli, options));
  retention
    .command("set")
    .description("change what is given and leave the rest")
    .addOption(workspaceOption())
    .addOption(streamOption().makeOptionMandatory())
    .option("--keep <days>", "how long: 30d to 2557d", days)
    .option("--hold <reason>", "legal hold: nothing goes until it is lifted")
    .option("--no-hold", "lift the legal hold")
    .option("--reason <text>", "why; goes to the audit log")
    .addOption(jsonOption())
    .action((options: RetentionOptions) => set(cli, options));
  retention
    .command("preview")
    .description("print what would go now; nothing goes")
    .addOption(workspaceOption())
    .addOption(streamOption())
    .option("--keep <days>", "as if that were decided, without a hold", days)
    .addOption(jsonOption())
    .action((options: RetentionOptions) => preview(cli, options));
  retention
    .command("run")
    .description("remove what is expired; the server does it by itself every hour")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action((options: RetentionOptions) => remove(cli, options));
}

function show(cli: Cli, options: RetentionOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { items, removed } = await execute(listRetention, run.context(id), {});
    const gone = new Map(removed.map(({ stream, events }) => [stream, events]));
    const rows = items.map((rule) => [...ruleCells(rule), gone.get(rule.stream) ?? 0]);
    return { data: { items, removed }, text: table([...RULE_HEAD, "REMOVED"], rows, "") };
  });
}

function set(cli: Cli, options: RetentionOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const current = await ruleOf(run, id, options.stream);
    const { stream, version } = current;
    const holdReason = options.hold === undefined ? current.holdReason : options.hold || null;
    const input = { stream, version, keepDays: options.keep ?? current.keepDays, holdReason };
    const { retention } = await execute(setRetention, run.context(id), input, { reason: options.reason ?? null });
    return { data: retention, text: table(RULE_HEAD, [ruleCells(retention)], "") };
  });
}

async function ruleOf(run: Run, workspaceId: string, stream: AuditStream | undefined): Promise<Retention> {
  const { items } = await execute(listRetention, run.context(workspaceId), {});
  const rule = items.find((item) => item.stream === stream);
  if (rule) return rule;
  throw new AppError("not_found", `There is no stream "${stream}".`);
}

function preview(cli: Cli, options: RetentionOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { stream, keep: keepDays } = options;
    const input = { ...(stream && { stream }), ...(keepDays !== undefined && { keepDays }) };
    const { items } = await execute(previewRetention, run.context(id), input);
    return { data: { items }, text: table(EXPIRED_HEAD, items.map(expiredCells), "") };
  });
}

function remove(cli: Cli, options: RetentionOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const removed = await applyRetention(run.context(id));
    const rows = Object.entries(removed).map(([stream, events]) => [stream, events]);
    return { data: { removed }, text: table(["STREAM", "REMOVED"], rows, "Nothing is expired.") };
  });
}

const RULE_HEAD = ["STREAM", "KEPT", "LEGAL HOLD", "CHANGED"];

function ruleCells({ stream, keepDays, holdReason, updatedAt, updatedByName }: Retention) {
  return [stream, `${keepDays}d`, holdReason ?? "", updatedAt === null ? "" : `${moment(updatedAt)} ${updatedByName}`];
}

const EXPIRED_HEAD = ["STREAM", "EVENTS", "OLDEST", "NEWEST", "NAMES", "FIRST USES", "CHANGES"];

function expiredCells({ stream, events, isCapped, oldestAt, newestAt, isHeld, ...along }: ExpiredEvents) {
  const count = isHeld ? "legal hold" : `${events}${isCapped ? "+" : ""}`;
  return [
    stream,
    count,
    oldestAt && moment(oldestAt),
    newestAt && moment(newestAt),
    along.names,
    along.firstUses,
    along.changes,
  ];
}
