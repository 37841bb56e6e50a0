import { type Command, Option } from "commander";
import { getOutboxMail, listOutbox, retryMail } from "#lib/notifications/index.ts";
import { MAIL_STATES, type MailState, type OutboxMail, type OutboxMailDetails } from "#lib/notifications/schemas.ts";
import { jsonOption, moreNote, wholeNumber, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { collect, execute } from "./execute.ts";
import { fields, moment, table } from "./table.ts";

const PAGE_SIZE = 100;
const MAX_LIMIT = 10_000;
const NO_SERVER = "No mail server is set (SMTP_URL): nothing is sent, the outbox is where mails are read.";

interface ListOptions extends JsonOption {
  readonly workspace: string;
  readonly state?: MailState;
  readonly limit: number;
  readonly cursor?: string;
}

interface OneMail extends JsonOption {
  readonly workspace: string;
  readonly id: string;
}

/** A workspace's mails, sent or not. */
export function addOutboxCommands(program: Command, cli: Cli): void {
  const outbox = program.command("outbox").description("a workspace's mails, sent or not");
  outbox
    .command("list")
    .description("list the mails, newest first")
    .addOption(workspaceOption())
    .addOption(new Option("--state <state>", "only in this state").choices(MAIL_STATES))
    .option("--limit <n>", "how many at most", wholeNumber(1, MAX_LIMIT), PAGE_SIZE)
    .option("--cursor <cursor>", "nextCursor of the page before")
    .addOption(jsonOption())
    .action((options: ListOptions) => list(cli, options));
  const one = (name: string, description: string) =>
    outbox
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .requiredOption("--id <id>", "the mail's id")
      .addOption(jsonOption());
  one("show", "a mail as it is read, and every attempt to send it").action((options: OneMail) => show(cli, options));
  one("retry", "put a mail that failed, or waits for its next attempt, to the front of the queue").action(
    (options: OneMail) => retry(cli, options),
  );
}

function list(cli: Cli, { state, limit, cursor, ...options }: ListOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const ctx = run.context(id);
    let isMailServerSet = true;
    const page = await collect(limit, PAGE_SIZE, cursor, async (count, next) => {
      const filter = { ...(state !== undefined && { state }), ...(next !== undefined && { cursor: next }) };
      const found = await execute(listOutbox, ctx, { limit: count, ...filter });
      isMailServerSet = found.isMailServerSet;
      return found;
    });
    const notes = [...(isMailServerSet ? [] : [NO_SERVER]), ...moreNote(page.nextCursor)];
    return { data: { ...page, isMailServerSet }, text: mailTable(page.items), notes };
  });
}

function show(cli: Cli, options: OneMail): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { mail, isMailServerSet } = await execute(getOutboxMail, run.context(id), { mailId: options.id });
    return { data: { ...mail, isMailServerSet }, text: mailText(mail), notes: isMailServerSet ? [] : [NO_SERVER] };
  });
}

function retry(cli: Cli, options: OneMail): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { state } = await execute(retryMail, run.context(id), { mailId: options.id });
    return { data: { id: options.id, state }, text: "The mail is queued again; a running server sends it." };
  });
}

function mailTable(items: readonly OutboxMail[]): string {
  const head = ["CREATED", "FOR", "SUBJECT", "STATE", "ATTEMPTS", "NEXT", "ID"];
  const rows = items.map((mail) => [
    moment(mail.createdAt),
    mail.recipient.address,
    mail.subject,
    mail.state,
    mail.attempts,
    moment(mail.dueAt),
    mail.id,
  ]);
  return table(head, rows, "No mails.");
}

function mailText(mail: OutboxMailDetails): string {
  const head = fields({
    id: mail.id,
    for: mail.recipient.address,
    subject: mail.subject,
    language: mail.locale,
    state: mail.state,
    created: moment(mail.createdAt),
    sent: moment(mail.sentAt),
    "next attempt": moment(mail.dueAt),
  });
  const attempts = mail.log.map(({ at, outcome, error }) => [moment(at), outcome, error]);
  return [head, table(["AT", "OUTCOME", "ERROR"], attempts, "No attempt yet."), printable(mail.text)].join("\n\n");
}

/** Line by line without control characters: names in it were typed by others. */
function printable(text: string): string {
  return text.replace(/[^\P{C}\n]+/gu, " ");
}
