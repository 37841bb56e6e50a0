import { type Command, Option } from "commander";
import { createApiKey, listApiKeys, revokeApiKey } from "#lib/api-keys/index.ts";
import type { AllowedHours, ApiKey, ClientKind, SeveralKeysOutput } from "#lib/api-keys/schemas.ts";
import { CLIENT_KINDS, MAX_BUDGET } from "#lib/api-keys/schemas.ts";
import type { Scope } from "#lib/authz/index.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { listMembers } from "#lib/members/index.ts";
import {
  days,
  duration,
  hours,
  jsonOption,
  moreNote,
  scopeList,
  several,
  wholeNumber,
  workspaceOption,
} from "./arguments.ts";
import type { Answer, Cli, JsonOption, Run } from "./cli.ts";
import { collect, execute } from "./execute.ts";
import { findKeyId } from "./find-key.ts";
import { issued } from "./issued.ts";
import { addKeyChangeCommands } from "./key-change-commands.ts";
import { addKeyLifeCommands } from "./key-life-commands.ts";
import { projectIdsOf } from "./project-ids.ts";
import { type AllOf, revokeAllOf } from "./revoke-several.ts";
import { moment, table } from "./table.ts";

const PAGE_SIZE = 100;
const MAX_LIMIT = 10_000;
const DEFAULT_CLIENT = "other" satisfies ClientKind;

export function addKeyCommands(program: Command, cli: Cli): void {
  const key = program.command("key").description("API keys");
  key
    .command("create")
    .description("make a key; its token is printed once and never again")
    .addOption(workspaceOption())
    .addOption(environmentOption().makeOptionMandatory())
    .requiredOption("--name <name>", "client and device, as in claude-desktop-macbook-pro; unique among live keys")
    .option("--description <text>", "what it is for and where it is stored")
    .option("--scopes <list>", "scopes with commas between them", scopeList)
    .addOption(accessOption())
    .option("--expires-in <duration>", "how long it lives: 30d, 12h, 45m or 90s; for ever without", duration)
    .addOption(new Option("--client-kind <kind>", "the kind of client").choices(CLIENT_KINDS).default(DEFAULT_CLIENT))
    .option("--owner <email>", "the member on whose behalf it acts; the workspace itself without")
    .option("--project <id or key>", "only this project; may be given several times", several)
    .option("--allow-ip <cidr>", "only from this range; may be given several times", several)
    .option("--hours <hours>", 'only then: "Mon-Fri 08:00-18:00 Europe/Berlin"', hours)
    .option("--requests-per-minute <n>", "how many calls it may make", wholeNumber(1, MAX_BUDGET))
    .option("--writes-per-minute <n>", "how many of them may write", wholeNumber(1, MAX_BUDGET))
    .option("--writes-per-hour <n>", "how many may write in an hour", wholeNumber(1, MAX_BUDGET))
    .option("--rotate-every <days>", "the schedule of its rotation: 90d", days)
    .addOption(jsonOption())
    .action((options: CreateOptions, command: Command) => create(cli, options, command));
  key
    .command("list")
    .description("list the live keys of a workspace, newest first")
    .addOption(workspaceOption())
    .option("--all", "revoked and expired ones as well")
    .addOption(environmentOption())
    .option("--unused-for <days>", "not used for so long, and at least as old: 90d", days)
    .option("--writes-paused", "only those whose writes wait for somebody to resume them")
    .option("--never-used", "without any call so far")
    .option("--limit <n>", "how many at most", wholeNumber(1, MAX_LIMIT), PAGE_SIZE)
    .option("--cursor <cursor>", "nextCursor of the page before")
    .addOption(jsonOption())
    .action((options: ListOptions) => list(cli, options));
  key
    .command("revoke")
    .description("end a key, or several, for good; the next request fails on every instance")
    .addOption(workspaceOption())
    .option("--id <id>", "the key's id")
    .option("--name <name>", "the name of a live key")
    .option("--all-of <email>", "instead of one key: all live keys of this person, or with --environment those there")
    .addOption(environmentOption())
    .option("--confirm <word>", '"production", where keys of production are among several')
    .option("--reason <text>", "why; goes to the audit log")
    .addOption(jsonOption())
    .action((options: RevokeOptions, command: Command) => revoke(cli, options, command));
  addKeyLifeCommands(key, cli);
  addKeyChangeCommands(key, cli);
}

const environmentOption = () => new Option("--environment <environment>", "the environment").choices(ENVIRONMENTS);

const accessOption = () =>
  new Option(
    "--access <access>",
    "read: every read scope; write: every scope; propose: the same, but a person approves each write",
  ).choices(["read", "propose", "write"]);

interface CreateOptions extends JsonOption {
  readonly workspace: string;
  readonly environment: Environment;
  readonly name: string;
  readonly description?: string;
  readonly scopes?: Scope[];
  readonly access?: "read" | "propose" | "write";
  readonly expiresIn?: number;
  readonly clientKind: ClientKind;
  readonly owner?: string;
  readonly project?: readonly string[];
  readonly allowIp?: readonly string[];
  readonly hours?: AllowedHours;
  readonly requestsPerMinute?: number;
  readonly writesPerMinute?: number;
  readonly writesPerHour?: number;
  readonly rotateEvery?: number;
}

interface ListOptions extends JsonOption {
  readonly workspace: string;
  readonly all?: true;
  readonly environment?: Environment;
  readonly unusedFor?: number;
  readonly writesPaused?: true;
  readonly neverUsed?: true;
  readonly limit: number;
  readonly cursor?: string;
}

interface RevokeOptions extends JsonOption, AllOf {
  readonly workspace: string;
  readonly id?: string;
  readonly name?: string;
}

function create(cli: Cli, options: CreateOptions, command: Command): Promise<void> {
  const { name, description, environment, scopes, access, expiresIn, clientKind, rotateEvery } = options;
  if ((scopes === undefined) === (access === undefined)) command.error("error: give either --scopes or --access");
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { apiKey, token } = await execute(createApiKey, run.context(id), {
      name,
      ...(description !== undefined && { description }),
      environment,
      clientKind,
      ...(await restrictionsOf(run, id, options)),
      ...(rotateEvery !== undefined && { rotateEveryDays: rotateEvery }),
      access: access ?? "custom",
      ...(scopes !== undefined && { scopes }),
      ...(expiresIn !== undefined && { expiresInSeconds: expiresIn }),
    });
    return issued(apiKey, token);
  });
}

/** Names, as people know them, become ids. */
async function restrictionsOf(run: Run, workspaceId: string, options: CreateOptions) {
  const {
    owner,
    project,
    allowIp,
    hours: allowedHours,
    environment,
    requestsPerMinute,
    writesPerMinute,
    writesPerHour,
  } = options;
  const ownerUserId = owner === undefined ? undefined : await findMemberId(run.context(workspaceId), owner);
  const projectIds = await projectIdsOf(run, workspaceId, environment, project ?? []);
  return {
    ...(ownerUserId !== undefined && { ownerUserId }),
    ...(projectIds.length > 0 && { projectIds }),
    ...(allowIp !== undefined && { allowedAddresses: [...allowIp] }),
    ...(allowedHours !== undefined && { allowedHours }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(writesPerMinute !== undefined && { writesPerMinute }),
    ...(writesPerHour !== undefined && { writesPerHour }),
  };
}

async function findMemberId(ctx: Context, email: string): Promise<string> {
  const { items } = await execute(listMembers, ctx, {});
  const member = items.find((candidate) => candidate.email === email.trim().toLowerCase());
  if (member) return member.id;
  throw new AppError("not_found", `There is no member with the e-mail address "${email}".`);
}

function list(cli: Cli, options: ListOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const status = options.all ? "all" : options.writesPaused ? "writes_paused" : "live";
    const { environment, unusedFor, neverUsed } = options;
    const page = await collect(options.limit, PAGE_SIZE, options.cursor, (limit, cursor) =>
      execute(listApiKeys, run.context(id), {
        status,
        limit,
        ...(environment !== undefined && { environment }),
        ...(unusedFor !== undefined && { unusedForDays: unusedFor }),
        ...(neverUsed && { isNeverUsed: true }),
        ...(cursor !== undefined && { cursor }),
      }),
    );
    return { data: page, text: keyTable(page.items), notes: moreNote(page.nextCursor) };
  });
}

function keyTable(items: readonly ApiKey[]): string {
  const head = ["NAME", "ENVIRONMENT", "KEY", "STATUS", "LAST USED", "EXPIRES", "ID"];
  const rows = items.map((key) => [
    key.name,
    key.environment,
    key.hint,
    key.status,
    moment(key.lastUsedAt) ?? "never",
    moment(key.endsAt) ?? "never",
    key.id,
  ]);
  return table(head, rows, "No keys.");
}

function revoke(cli: Cli, options: RevokeOptions, command: Command): Promise<void> {
  const { id, name, reason, allOf, environment } = options;
  const isSeveral = allOf !== undefined || environment !== undefined;
  if ([id !== undefined, name !== undefined, isSeveral].filter(Boolean).length !== 1) {
    command.error("error: give one of --id and --name, or --all-of or --environment for several");
  }
  return cli.run(options, async (run) => {
    const workspace = await run.workspace(options.workspace);
    const ctx = run.context(workspace.id);
    if (isSeveral) return revokedTable(await revokeAllOf(ctx, options));
    const apiKeyId = id ?? (await findKeyId(ctx, name ?? ""));
    const input = { apiKeyId, ...(reason !== undefined && { reason }) };
    const { apiKey } = await execute(revokeApiKey, ctx, input, { reason: reason ?? null });
    return { data: apiKey, text: `${apiKey.name} (${apiKey.hint}) is revoked since ${moment(apiKey.revokedAt)}.` };
  });
}

function revokedTable(items: SeveralKeysOutput["results"]): Answer {
  const rows = items.map(({ name, hint, status, id }) => [name, hint, status, id]);
  return { data: { items }, text: table(["NAME", "KEY", "STATUS", "ID"], rows, "No live keys.") };
}
