import { type Command, Option } from "commander";
import { approvePendingWrite, getApproval, listApprovals, rejectPendingWrite } from "#lib/approvals/index.ts";
import { APPROVAL_STATES, type Approval, type ApprovalState, type ListedApproval } from "#lib/approvals/schemas.ts";
import { jsonOption, moreNote, wholeNumber, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { collect, execute } from "./execute.ts";

import { fields, moment, oneLine, table } from "./table.ts";

const PAGE_SIZE = 100;
const MAX_LIMIT = 10_000;

interface ListOptions extends JsonOption {
  readonly workspace: string;
  readonly state?: ApprovalState;
  readonly limit: number;
  readonly cursor?: string;
}

interface OneOptions extends JsonOption {
  readonly workspace: string;
  readonly comment?: string;
}

export function addApprovalCommands(program: Command, cli: Cli): void {
  const approvals = program.command("approvals").description("writes that wait for a person's approval");
  approvals
    .command("list")
    .description("list what waits, or waited, newest first")
    .addOption(workspaceOption())
    .addOption(new Option("--state <state>", "only these").choices(APPROVAL_STATES))
    .option("--limit <n>", "how many at most", wholeNumber(1, MAX_LIMIT), PAGE_SIZE)
    .option("--cursor <cursor>", "nextCursor of the page before")
    .addOption(jsonOption())
    .action((options: ListOptions) => list(cli, options));
  approvals
    .command("show <id>")
    .description("show one with everything that it would change")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action((id: string, options: OneOptions) => show(cli, id, options));
  approvals
    .command("approve <id>")
    .description("let it happen: its client carries it out, once")
    .addOption(workspaceOption())
    .option("--comment <text>", "for whoever asked, and for the record")
    .addOption(jsonOption())
    .action((id: string, options: OneOptions) => decide(cli, id, options, approvePendingWrite));
  approvals
    .command("reject <id>")
    .description("refuse it for good")
    .addOption(workspaceOption())
    .option("--comment <text>", "for whoever asked, and for the record")
    .addOption(jsonOption())
    .action((id: string, options: OneOptions) => decide(cli, id, options, rejectPendingWrite));
}

function list(cli: Cli, options: ListOptions): Promise<void> {
  const { state } = options;
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const page = await collect(options.limit, PAGE_SIZE, options.cursor, (limit, cursor) =>
      execute(listApprovals, run.context(id), {
        limit,
        ...(state !== undefined && { state }),
        ...(cursor !== undefined && { cursor }),
      }),
    );
    return { data: page, text: approvalsTable(page.items), notes: moreNote(page.nextCursor) };
  });
}

function approvalsTable(items: readonly ListedApproval[]): string {
  const head = ["TOOL", "ABOUT", "KEY", "ENVIRONMENT", "STATE", "LAPSES", "ID"];
  const rows = items.map((item) => [
    item.tool ?? item.operation,
    item.subject ?? "",
    item.credential.name,
    item.environment,
    item.state,
    moment(item.expiresAt) ?? "",
    item.id,
  ]);
  return table(head, rows, "Nothing waits for an approval.");
}

function show(cli: Cli, pendingWriteId: string, options: OneOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { approval } = await execute(getApproval, run.context(id), { pendingWriteId });
    return { data: approval, text: `${facts(approval)}\n\n${changes(approval)}` };
  });
}

function decide(
  cli: Cli,
  pendingWriteId: string,
  options: OneOptions,
  operation: typeof approvePendingWrite,
): Promise<void> {
  const { comment } = options;
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const input = { pendingWriteId, ...(comment !== undefined && { comment }) };
    const { approval } = await execute(operation, run.context(id), input);
    return { data: approval, text: facts(approval) };
  });
}

function facts(approval: Approval): string {
  const { credential, requester, client, tool, operation, decidedAt, decidedByName } = approval;
  return fields({
    state: approval.state,
    key: `${credential.name} (${credential.hint})`,
    person: requester === null ? "none" : `${requester.name} <${requester.email}>`,
    client: client === null ? "not told" : [client.name, client.version].join(" ").trim(),
    from: approval.ip ?? "not known",
    environment: approval.environment,
    tool: tool ?? operation,
    reason: approval.reason ?? "none",
    asked: moment(approval.createdAt) ?? "",
    lapses: moment(approval.expiresAt) ?? "",
    decided: decidedAt === null ? "no" : `${moment(decidedAt)} by ${decidedByName}`,
    comment: approval.comment ?? "none",
  });
}

function changes({ changes: all, changesLeft }: Approval): string {
  const lines = all.flatMap(({ target, before, after }) => {
    const verb = before === null ? "create" : after === null ? "delete" : "update";
    const names = Object.keys({ ...before, ...after });
    const sides = names.map((name) => `  ${name}: ${side(before, name)} -> ${side(after, name)}`);
    return [`${verb} ${target.type} ${target.label}`, ...(verb === "update" ? sides : [])];
  });
  return [...lines, ...(changesLeft > 0 ? [`and ${changesLeft} more`] : [])].map(oneLine).join("\n");
}

function side(fieldsOf: Approval["changes"][number]["before"], name: string): string {
  return JSON.stringify(fieldsOf?.[name] ?? null);
}
