import { type Command, InvalidArgumentError, Option } from "commander";
import { listEnvironmentPolicies, type PolicySettings, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import {
  CONFIRMATIONS,
  CREATOR_ROLES,
  type EnvironmentPolicy,
  LEAK_REACTIONS,
  MAX_BULK_ROWS,
  MAX_PER_MINUTE,
  PolicySettings as Settings,
} from "#lib/environment-policy/schemas.ts";
import { ENVIRONMENTS, type Environment, LOG_PARTS } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { days, jsonOption, numberOf, type OrNone, orNone, wholeNumber, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption, Run } from "./cli.ts";
import { execute } from "./execute.ts";
import { fields, moment } from "./table.ts";

export function addPolicyCommands(program: Command, cli: Cli): void {
  const policy = program.command("policy").description("the rules of each environment");
  policy
    .command("show")
    .description("show what is in force")
    .addOption(workspaceOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .action((options: ShowOptions) => show(cli, options));
  policy
    .command("set")
    .description("change what is given and leave the rest; it holds for existing keys at once")
    .addOption(workspaceOption())
    .addOption(environmentOption().makeOptionMandatory())
    .option("--creators <roles>", `who may make keys: ${CREATOR_ROLES.join(",")}`, listOf(CREATOR_ROLES))
    .addOption(
      new Option("--key-approval <mode>", "whether somebody else must approve a new key before it works").choices([
        "required",
        "not_required",
      ]),
    )
    .addOption(new Option("--rotation <mode>", "whether keys must be rotated").choices(["required", "optional"]))
    .option("--rotate-every <days>", "how often: 90d, or none", orNone(days))
    .option("--max-age <days>", "when a key stops whatever its own expiry: 365d, or none", orNone(days))
    .addOption(new Option("--confirmation <mode>", "how a write of a credential is confirmed").choices(CONFIRMATIONS))
    .addOption(
      new Option("--approvers <who>", "whether the person behind a key may approve what it asks for").choices([
        "anyone",
        "others",
      ]),
    )
    .addOption(
      new Option("--destructive-confirmation <mode>", "the same for deletions and changes of many rows").choices(
        CONFIRMATIONS,
      ),
    )
    .option("--bulk-rows <n>", "how many rows are many, or none", orNone(bulkRows))
    .option("--max-rows <n>", "how many rows one call may touch, or none for no limit", orNone(bulkRows))
    .addOption(
      new Option("--reasons <mode>", "whether a credential's write needs a reason").choices(["required", "optional"]),
    )
    .option("--confirm-phrase <text>", "what has to be typed to confirm")
    .option("--log-keeps <parts>", `what the log keeps of a call: ${LOG_PARTS.join(",")}, or none`, logParts)
    .option("--requests-per-minute <n>", "the budget that a new key is offered, or none", orNone(perMinute))
    .option("--writes-per-minute <n>", "the same for writes, or none", orNone(perMinute))
    .option("--writes-per-hour <n>", "the same for writes in an hour, or none", orNone(perMinute))
    .option("--suspend-overdue-after <days>", "the grace period of an overdue key: 14d, or none", orNone(days))
    .addOption(new Option("--on-leak <reaction>", "what a leak report does to a key").choices(LEAK_REACTIONS))
    .option("--reason <text>", "why; goes to the audit log")
    .addOption(jsonOption())
    .action((options: SetOptions) => set(cli, options));
}

const environmentOption = () => new Option("--environment <environment>", "the environment").choices(ENVIRONMENTS);
const perMinute = wholeNumber(1, MAX_PER_MINUTE);
const bulkRows = wholeNumber(1, MAX_BULK_ROWS);

interface ShowOptions extends JsonOption {
  readonly workspace: string;
  readonly environment?: Environment;
}

interface SetOptions extends JsonOption {
  readonly workspace: string;
  readonly environment: Environment;
  readonly creators?: PolicySettings["creatorRoles"];
  readonly keyApproval?: "required" | "not_required";
  readonly rotation?: "required" | "optional";
  readonly rotateEvery?: OrNone<number>;
  readonly maxAge?: OrNone<number>;
  readonly confirmation?: PolicySettings["confirmation"];
  readonly approvers?: "anyone" | "others";
  readonly destructiveConfirmation?: PolicySettings["destructiveConfirmation"];
  readonly bulkRows?: OrNone<number>;
  readonly maxRows?: OrNone<number>;
  readonly reasons?: "required" | "optional";
  readonly confirmPhrase?: string;
  readonly logKeeps?: PolicySettings["logParts"];
  readonly requestsPerMinute?: OrNone<number>;
  readonly writesPerMinute?: OrNone<number>;
  readonly writesPerHour?: OrNone<number>;
  readonly suspendOverdueAfter?: OrNone<number>;
  readonly onLeak?: PolicySettings["leakReaction"];
  readonly reason?: string;
}

function show(cli: Cli, options: ShowOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const items = await policiesOf(run, id);
    if (options.environment !== undefined) {
      const policy = policyIn(items, options.environment);
      return { data: policy, text: facts(policy) };
    }
    return { data: { items, nextCursor: null }, text: items.map(facts).join("\n\n") };
  });
}

function set(cli: Cli, options: SetOptions): Promise<void> {
  const { environment, reason = null } = options;
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const current = policyIn(await policiesOf(run, id), environment);
    const settings = { ...settingsOf(current), ...given(options) };
    const input = { environment, version: current.version, settings };
    const { policy } = await execute(setEnvironmentPolicy, run.context(id), input, { reason });
    return { data: policy, text: facts(policy) };
  });
}

async function policiesOf(run: Run, workspaceId: string): Promise<EnvironmentPolicy[]> {
  return (await execute(listEnvironmentPolicies, run.context(workspaceId), {})).items;
}

function policyIn(items: readonly EnvironmentPolicy[], environment: Environment): EnvironmentPolicy {
  const policy = items.find((item) => item.environment === environment);
  if (policy) return policy;
  throw new AppError("not_found", `There is no environment "${environment}".`);
}

/** The part of a policy that is decided, without who decided it when. */
function settingsOf({ environment: _, version: _v, updatedAt: _a, updatedByName: _n, ...settings }: EnvironmentPolicy) {
  return Settings.parse(settings);
}

function given(options: SetOptions): Partial<PolicySettings> {
  const wanted = {
    creatorRoles: options.creators,
    isKeyApprovalRequired: options.keyApproval === undefined ? undefined : options.keyApproval === "required",
    isRotationRequired: options.rotation === undefined ? undefined : options.rotation === "required",
    rotateEveryDays: ifGiven(options.rotateEvery),
    maxAgeDays: ifGiven(options.maxAge),
    confirmation: options.confirmation,
    isFourEyesRequired: options.approvers === undefined ? undefined : options.approvers === "others",
    destructiveConfirmation: options.destructiveConfirmation,
    bulkRows: ifGiven(options.bulkRows),
    maxRows: ifGiven(options.maxRows),
    isReasonRequired: options.reasons === undefined ? undefined : options.reasons === "required",
    confirmPhrase: options.confirmPhrase,
    logParts: options.logKeeps,
    requestsPerMinute: ifGiven(options.requestsPerMinute),
    writesPerMinute: ifGiven(options.writesPerMinute),
    writesPerHour: ifGiven(options.writesPerHour),
    suspendOverdueAfterDays: ifGiven(options.suspendOverdueAfter),
    leakReaction: options.onLeak,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

function ifGiven(option: OrNone<number> | undefined): number | null | undefined {
  return option === undefined ? undefined : numberOf(option);
}

function facts(policy: EnvironmentPolicy): string {
  const dayCount = (count: number | null) => (count === null ? "none" : `${count}d`);
  return fields({
    environment: policy.environment,
    creators: policy.creatorRoles.join(", "),
    "key approval": policy.isKeyApprovalRequired ? "required" : "not required",
    rotation: policy.isRotationRequired ? "required" : "optional",
    "rotate every": dayCount(policy.rotateEveryDays),
    "maximum age": dayCount(policy.maxAgeDays),
    confirmation: policy.confirmation,
    approvers: policy.isFourEyesRequired ? "others" : "anyone",
    "destructive confirmation": policy.destructiveConfirmation,
    "bulk rows": String(policy.bulkRows ?? "none"),
    "rows a call": String(policy.maxRows ?? "none"),
    reasons: policy.isReasonRequired ? "required" : "optional",
    "confirm phrase": policy.confirmPhrase,
    "log keeps": policy.logParts.join(", ") || "none",
    "requests a minute": String(policy.requestsPerMinute ?? "none"),
    "writes a minute": String(policy.writesPerMinute ?? "none"),
    "writes an hour": String(policy.writesPerHour ?? "none"),
    "suspend overdue after": dayCount(policy.suspendOverdueAfterDays),
    "on leak": policy.leakReaction,
    changed: policy.updatedAt === null ? "never" : `${moment(policy.updatedAt)} by ${policy.updatedByName}`,
  });
}

/** A list with commas, of known words only. */
function listOf<T extends string>(known: readonly T[]): (text: string) => T[] {
  return (text) => {
    const wanted = new Set(text.split(",").map((part) => part.trim()));
    const found = known.filter((word) => wanted.delete(word));
    if (wanted.size === 0) return found;
    throw new InvalidArgumentError(`Use any of ${known.join(", ")}, with commas between them.`);
  };
}

function logParts(text: string): PolicySettings["logParts"] {
  return text === "none" ? [] : listOf(LOG_PARTS)(text);
}
