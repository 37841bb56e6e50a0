import type { Command } from "commander";
import { getApiKey, resumeApiKey, rotateApiKey, suspendApiKey } from "#lib/api-keys/index.ts";
import { type ApiKey, formatHours } from "#lib/api-keys/schemas.ts";
import type { Context } from "#lib/kernel/index.ts";
import { jsonOption, overlap, workspaceOption } from "./arguments.ts";
import type { Answer, Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { findKeyId } from "./find-key.ts";
import { issued } from "./issued.ts";
import { fields, moment } from "./table.ts";

interface WhichKey extends JsonOption {
  readonly workspace: string;
  readonly id?: string;
  readonly name?: string;
}

/** The commands of a key's life between its making and its end. */
export function addKeyLifeCommands(key: Command, cli: Cli): void {
  const command = (name: string, description: string) =>
    key
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .option("--id <id>", "the key's id")
      .option("--name <name>", "the name of a live key")
      .addOption(jsonOption());
  command("rotate", "make the successor; both work until the overlap ends")
    .requiredOption("--overlap <duration>", "none, 1h, 24h, 7d or another duration", overlap)
    .action((options: WhichKey & { overlap: number }, self: Command) =>
      onKey(cli, options, self, async (ctx, apiKeyId) => {
        const { apiKey, token, predecessor } = await execute(rotateApiKey, ctx, {
          apiKeyId,
          overlapSeconds: options.overlap,
        });
        const until = predecessor.overlapEndsAt === null ? "is revoked" : `works until ${predecessor.overlapEndsAt}`;
        const answer = issued(apiKey, token);
        return { ...answer, notes: [...(answer.notes ?? []), `The old key (${predecessor.hint}) ${until}.`] };
      }),
    );
  command("suspend", "stop a key until it is resumed")
    .option("--reason <text>", "why; goes to the audit log")
    .action((options: WhichKey & { reason?: string }, self: Command) =>
      onKey(cli, options, self, async (ctx, apiKeyId) => {
        const { reason } = options;
        const input = { apiKeyId, ...(reason !== undefined && { reason }) };
        const { apiKey } = await execute(suspendApiKey, ctx, input, { reason: reason ?? null });
        return {
          data: apiKey,
          text: `${apiKey.name} (${apiKey.hint}) is suspended since ${moment(apiKey.suspendedAt)}.`,
        };
      }),
    );
  command("resume", "let a suspended key work again").action((options: WhichKey, self: Command) =>
    onKey(cli, options, self, async (ctx, apiKeyId) => {
      const { apiKey } = await execute(resumeApiKey, ctx, { apiKeyId });
      return { data: apiKey, text: `${apiKey.name} (${apiKey.hint}) works again.` };
    }),
  );
  command("show", "everything about one key but its secret").action((options: WhichKey, self: Command) =>
    onKey(cli, options, self, async (ctx, apiKeyId) => {
      const { apiKey, use, rotation } = await execute(getApiKey, ctx, { apiKeyId });
      return { data: { ...apiKey, use, rotation }, text: facts(apiKey, use.callsIn24Hours) };
    }),
  );
}

function onKey(
  cli: Cli,
  options: WhichKey,
  command: Command,
  work: (ctx: Context, apiKeyId: string) => Promise<Answer>,
): Promise<void> {
  const { id, name } = options;
  if ((id === undefined) === (name === undefined)) command.error("error: give either --id or --name");
  return cli.run(options, async (run) => {
    const workspace = await run.workspace(options.workspace);
    const ctx = run.context(workspace.id);
    return work(ctx, id ?? (await findKeyId(ctx, name ?? "")));
  });
}

function facts(key: ApiKey, callsIn24Hours: number): string {
  return fields({
    name: key.name,
    status: key.status,
    environment: key.environment,
    key: key.hint,
    scopes: key.scopes.join(", "),
    owner: key.owner === null ? "the workspace" : `${key.owner.email}${key.hasOwnerLeft ? " (left: reassign it)" : ""}`,
    addresses: key.allowedAddresses.join(", ") || "any",
    hours: key.allowedHours === null ? "any" : formatHours(key.allowedHours),
    projects: key.projectIds?.join(", ") ?? "all",
    "requests a minute": perMinute(key.requestsPerMinute),
    "writes a minute": perMinute(key.writesPerMinute),
    "last used": moment(key.lastUsedAt) ?? "never",
    "calls in 24 hours": String(callsIn24Hours),
    "rotation due": moment(key.rotationDueAt) ?? "no schedule",
    expires: moment(key.endsAt) ?? "never",
    id: key.id,
  });
}

function perMinute(budget: number | null): string {
  return budget === null ? "no limit" : String(budget);
}
