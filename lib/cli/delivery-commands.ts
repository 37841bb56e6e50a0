import { type Command, Option } from "commander";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/schemas.ts";
import {
  createDestination,
  deleteDestination,
  listDestinations,
  moveDelivery,
  rotateDestinationSecret,
  setDestinationPaused,
  testDestination,
  updateDestination,
} from "#lib/audit-delivery/index.ts";
import type { Destination, TestResult } from "#lib/audit-delivery/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import { isoMoment, jsonOption, wholeNumber, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption, Run } from "./cli.ts";
import { execute } from "./execute.ts";
import { moment, table } from "./table.ts";

interface DeliveryOptions extends JsonOption {
  readonly workspace: string;
  readonly destination: string;
  readonly name?: string;
  readonly url?: string;
  readonly streams?: readonly AuditStream[];
  readonly fromOldest?: true;
  readonly stream?: AuditStream;
  readonly leaf?: number;
  readonly since?: string;
  readonly reason?: string;
}

/** Where the audit log is delivered to. */
export function addDeliveryCommands(audit: Command, cli: Cli): void {
  const delivery = audit.command("delivery").description("deliver the audit log to a SIEM, in order and without gaps");
  const verb = (name: string, description: string) =>
    delivery.command(name).description(description).addOption(workspaceOption()).addOption(jsonOption());
  const one = (name: string, description: string) =>
    verb(name, description).requiredOption("--destination <name>", "its name or id");
  const streams = () => new Option("--streams <streams...>", "environments, or workspace").choices(AUDIT_STREAMS);
  verb("list", "print the destinations, and how each does").action((options: DeliveryOptions) => list(cli, options));
  verb("add", "add a destination; prints its signing secret once")
    .requiredOption("--name <name>", "what people call it")
    .requiredOption("--url <url>", "where the requests go")
    .addOption(streams().makeOptionMandatory())
    .option("--from-oldest", "everything that there is, not only what is new")
    .action((options: DeliveryOptions) => add(cli, options));
  one("set", "change what is given and leave the rest")
    .option("--name <name>", "another name")
    .option("--url <url>", "another address")
    .addOption(streams())
    .action((options: DeliveryOptions) => set(cli, options));
  one("pause", "send nothing until it is resumed").action((options: DeliveryOptions) => pause(cli, options, true));
  one("resume", "go on where it was").action((options: DeliveryOptions) => pause(cli, options, false));
  one("rotate-secret", "make a new signing secret; the old one signs beside it for a day").action(
    (options: DeliveryOptions) => rotate(cli, options),
  );
  one("test", "send a test event; exit status 1 when it is not accepted").action((options: DeliveryOptions) =>
    test(cli, options),
  );
  one("move", "go on from another place: back to deliver again, or ahead past what is never accepted")
    .addOption(new Option("--stream <stream>", "of which stream").choices(AUDIT_STREAMS).makeOptionMandatory())
    .addOption(new Option("--leaf <n>", "the leaf to go on with").argParser(wholeNumber(0, 999_999_999)))
    .addOption(new Option("--since <moment>", "everything since then").argParser(isoMoment).conflicts("leaf"))
    .requiredOption("--reason <text>", "why; goes to the audit log")
    .action((options: DeliveryOptions) => move(cli, options));
  one("remove", "send nothing there any more, and forget it").action((options: DeliveryOptions) =>
    remove(cli, options),
  );
}

function list(cli: Cli, options: DeliveryOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { items } = await execute(listDestinations, run.context(id), {});
    return { data: { items }, text: shown(items) };
  });
}

function add(cli: Cli, options: DeliveryOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { name = "", url = "", streams = [] } = options;
    const startsAt = options.fromOldest ? "oldest" : "now";
    const { destination, secret } = await execute(createDestination, run.context(id), {
      ...{ name, url, streams: [...streams], startsAt },
    });
    return { data: { ...destination, secret }, text: `${shown([destination])}\n\n${secret}` };
  });
}

function set(cli: Cli, options: DeliveryOptions): Promise<void> {
  return onOne(cli, options, async (run, workspaceId, current) => {
    const { id: destinationId, version } = current;
    const { name = current.name, url = current.url } = options;
    const streams = options.streams ? [...options.streams] : current.streams.map(({ stream }) => stream);
    const input = { destinationId, version, name, url, streams };
    const { destination } = await execute(updateDestination, run.context(workspaceId), input);
    return { data: destination, text: shown([destination]) };
  });
}

function pause(cli: Cli, options: DeliveryOptions, isPaused: boolean): Promise<void> {
  return onOne(cli, options, async (run, workspaceId, { id: destinationId }) => {
    const { destination } = await execute(setDestinationPaused, run.context(workspaceId), { destinationId, isPaused });
    return { data: destination, text: shown([destination]) };
  });
}

function rotate(cli: Cli, options: DeliveryOptions): Promise<void> {
  return onOne(cli, options, async (run, workspaceId, { id: destinationId }) => {
    const issued = await execute(rotateDestinationSecret, run.context(workspaceId), { destinationId });
    return { data: { ...issued.destination, secret: issued.secret }, text: issued.secret };
  });
}

function test(cli: Cli, options: DeliveryOptions): Promise<void> {
  return onOne(cli, options, async (run, workspaceId, { id }) => {
    const result = await testDestination(run.context(workspaceId), id);
    return { data: result, text: testText(result), isNo: result.error !== null };
  });
}

function move(cli: Cli, options: DeliveryOptions): Promise<void> {
  return onOne(cli, options, async (run, workspaceId, { id: destinationId }) => {
    const { stream = "workspace", leaf, since, reason: why = "" } = options;
    if (leaf === undefined && since === undefined) throw new AppError("validation", "Give --leaf or --since.");
    const to = since === undefined ? { leaf: leaf ?? 0 } : { time: since };
    const { destination } = await execute(moveDelivery, run.context(workspaceId), { destinationId, stream, to, why });
    return { data: destination, text: shown([destination]) };
  });
}

function remove(cli: Cli, options: DeliveryOptions): Promise<void> {
  return onOne(cli, options, async (run, workspaceId, { id: destinationId }) => {
    const { deleted } = await execute(deleteDestination, run.context(workspaceId), { destinationId });
    return { data: { deleted }, text: `Removed ${deleted.name}.` };
  });
}

interface Answer {
  readonly data: unknown;
  readonly text: string;
  readonly isNo?: boolean;
}

function onOne(
  cli: Cli,
  options: DeliveryOptions,
  work: (run: Run, workspaceId: string, destination: Destination) => Promise<Answer>,
): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { items } = await execute(listDestinations, run.context(id), {});
    const wanted = items.filter((item) => item.id === options.destination || item.name === options.destination);
    const [destination] = wanted;
    if (destination === undefined) throw new AppError("not_found", `There is no destination "${options.destination}".`);
    if (wanted.length > 1) throw new AppError("conflict", `Several are called "${options.destination}": give the id.`);
    return work(run, id, destination);
  });
}

const HEAD = ["NAME", "STATE", "WAITING", "OLDEST", "LAST ACCEPTED", "LAST ERROR", "STREAMS", "ID"];

function shown(items: readonly Destination[]): string {
  const rows = items.map(({ name, state, waiting, oldestWaitingAt, lastSuccessAt, lastError, streams, id }) => [
    ...[name, state, waiting, moment(oldestWaitingAt), moment(lastSuccessAt)],
    lastError && `${lastError.error} ${lastError.status ?? ""} ${moment(lastError.at)}`,
    streams.map(({ stream, nextLeaf }) => `${stream} ${nextLeaf}`).join(", "),
    id,
  ]);
  return table(HEAD, rows, "The audit log is delivered nowhere.");
}

function testText({ error, status, durationMs }: TestResult): string {
  const answer = `${status === null ? "no answer" : `HTTP ${status}`}, ${durationMs ?? 0} ms`;
  return error === null ? `Accepted: ${answer}.` : `NOT accepted: ${error}, ${answer}.`;
}
