import type { Command } from "commander";
import { changeBudgets, changeDescription, changeRestrictions, getApiKey } from "#lib/api-keys/index.ts";
import { type AllowedHours, type ApiKey, MAX_BUDGET } from "#lib/api-keys/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import { hours, numberOf, type OrNone, orNone, several, wholeNumber } from "./arguments.ts";
import type { Cli } from "./cli.ts";
import { execute } from "./execute.ts";
import { keyFacts } from "./key-facts.ts";
import { projectIdsOf } from "./project-ids.ts";
import { keyCommand, type OneKey, onKey, type WhichKey } from "./which-key.ts";

interface BudgetOptions extends WhichKey {
  readonly requestsPerMinute?: OrNone<number>;
  readonly writesPerMinute?: OrNone<number>;
  readonly writesPerHour?: OrNone<number>;
  readonly reason?: string;
}

interface RestrictionOptions extends WhichKey {
  readonly allowIp?: readonly string[];
  readonly hours?: OrNone<AllowedHours>;
  readonly project?: readonly string[];
  readonly reason?: string;
}

interface DescriptionOptions extends WhichKey {
  readonly description: OrNone<string>;
  readonly reason?: string;
}

/** The commands that change what a key is limited to; what is not given stays. */
export function addKeyChangeCommands(key: Command, cli: Cli): void {
  keyCommand(key, "describe", "say what a key is for and where it is stored")
    .requiredOption("--description <text>", "at most 500 characters; none: no description")
    .option("--reason <text>", "why; goes to the audit log")
    .action((options: DescriptionOptions, self: Command) =>
      onKey(cli, options, self, (one) => setDescription(one, options)),
    );
  const budget = orNone(wholeNumber(1, MAX_BUDGET));
  keyCommand(key, "change-budgets", "how much a key may do in a minute; what is not given stays")
    .option("--requests-per-minute <n>", "how many calls it may make, or none for no limit", budget)
    .option("--writes-per-minute <n>", "how many of them may write, or none for no limit", budget)
    .option("--writes-per-hour <n>", "how many may write in an hour, or none for no limit", budget)
    .option("--reason <text>", "why; goes to the audit log")
    .action((options: BudgetOptions, self: Command) => {
      const { requestsPerMinute, writesPerMinute, writesPerHour } = options;
      if ([requestsPerMinute, writesPerMinute, writesPerHour].every((budget) => budget === undefined)) {
        self.error("error: give --requests-per-minute, --writes-per-minute or --writes-per-hour");
      }
      return onKey(cli, options, self, (one) => setBudgets(one, options));
    });
  keyCommand(key, "change-restrictions", "from where, when and for which projects it works; what is not given stays")
    .option("--allow-ip <cidr>", "only from this range; may be given several times; none: from anywhere", several)
    .option("--hours <hours>", 'only then: "Mon-Fri 08:00-18:00 Europe/Berlin"; none: at any time', orNone(hours))
    .option("--project <id or key>", "only this project; may be given several times; none: all of them", several)
    .option("--reason <text>", "why; goes to the audit log")
    .action((options: RestrictionOptions, self: Command) => {
      const { allowIp, hours: wanted, project } = options;
      if (allowIp === undefined && wanted === undefined && project === undefined) {
        self.error("error: give --allow-ip, --hours or --project");
      }
      return onKey(cli, options, self, (one) => setRestrictions(one, options));
    });
}

async function setDescription(one: OneKey, { description, reason }: DescriptionOptions) {
  const { apiKeyId, ctx } = one;
  const { version } = await currentOf(one);
  const input = { apiKeyId, version, description: description === "none" ? "" : description };
  const { apiKey } = await execute(changeDescription, ctx, input, { reason: reason ?? null });
  return { data: apiKey, text: keyFacts(apiKey) };
}

async function setBudgets(one: OneKey, { requestsPerMinute, writesPerMinute, writesPerHour, reason }: BudgetOptions) {
  const { apiKeyId, ctx } = one;
  const current = await currentOf(one);
  const input = {
    apiKeyId,
    version: current.version,
    requestsPerMinute: requestsPerMinute === undefined ? current.requestsPerMinute : numberOf(requestsPerMinute),
    writesPerMinute: writesPerMinute === undefined ? current.writesPerMinute : numberOf(writesPerMinute),
    writesPerHour: writesPerHour === undefined ? current.writesPerHour : numberOf(writesPerHour),
  };
  const { apiKey } = await execute(changeBudgets, ctx, input, { reason: reason ?? null });
  return { data: apiKey, text: keyFacts(apiKey) };
}

async function setRestrictions(one: OneKey, { allowIp, hours: wanted, project, reason }: RestrictionOptions) {
  const { apiKeyId, ctx, run, workspaceId } = one;
  const { version, environment } = await currentOf(one);
  const projects = project === undefined ? undefined : listOrNone(project, "--project");
  const input = {
    apiKeyId,
    version,
    ...(allowIp !== undefined && { allowedAddresses: listOrNone(allowIp, "--allow-ip") ?? [] }),
    ...(wanted !== undefined && { allowedHours: wanted === "none" ? null : wanted }),
    ...(projects !== undefined && {
      projectIds: projects === null ? null : await projectIdsOf(run, workspaceId, environment, projects),
    }),
  };
  const { apiKey } = await execute(changeRestrictions, ctx, input, { reason: reason ?? null });
  return { data: apiKey, text: keyFacts(apiKey) };
}

async function currentOf({ ctx, apiKeyId }: OneKey): Promise<ApiKey> {
  return (await execute(getApiKey, ctx, { apiKeyId })).apiKey;
}

/** `none` stands alone: beside others nobody knows what was meant. */
function listOrNone(given: readonly string[], option: string): string[] | null {
  if (!given.includes("none")) return [...given];
  if (given.length === 1) return null;
  throw new AppError("validation", `Give ${option} none alone, or without none.`);
}
