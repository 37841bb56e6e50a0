import type { Command } from "commander";
import {
  approveApiKey,
  declineApiKey,
  getApiKey,
  resumeApiKey,
  resumeWrites,
  rotateApiKey,
  suspendApiKey,
} from "#lib/api-keys/index.ts";
import { overlap } from "./arguments.ts";
import type { Cli } from "./cli.ts";
import { execute } from "./execute.ts";
import { issued } from "./issued.ts";
import { keyFacts } from "./key-facts.ts";
import { moment } from "./table.ts";
import { keyCommand, onKey, type WhichKey } from "./which-key.ts";

/** The commands of a key's life between its making and its end. */
export function addKeyLifeCommands(key: Command, cli: Cli): void {
  const command = (name: string, description: string) => keyCommand(key, name, description);
  command("rotate", "make the successor; both work until the overlap ends")
    .requiredOption("--overlap <duration>", "none, 1h, 24h, 7d or another duration", overlap)
    .action((options: WhichKey & { overlap: number }, self: Command) =>
      onKey(cli, options, self, async ({ ctx, apiKeyId }) => {
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
      onKey(cli, options, self, async ({ ctx, apiKeyId }) => {
        const { reason } = options;
        const input = { apiKeyId, ...(reason !== undefined && { reason }) };
        const { apiKey } = await execute(suspendApiKey, ctx, input, { reason: reason ?? null });
        return {
          data: apiKey,
          text: `${apiKey.name} (${apiKey.hint}) is suspended since ${moment(apiKey.suspendedAt)}.`,
        };
      }),
    );
  command("resume", "let a suspended key work again")
    .option("--reason <text>", "why; goes to the audit log")
    .action((options: WhichKey & { reason?: string }, self: Command) =>
      onKey(cli, options, self, async ({ ctx, apiKeyId }) => {
        const { apiKey } = await execute(resumeApiKey, ctx, { apiKeyId }, { reason: options.reason ?? null });
        return { data: apiKey, text: `${apiKey.name} (${apiKey.hint}) works again.` };
      }),
    );
  command("resume-writes", "let a key write again that went over a budget of writes").action(
    (options: WhichKey, self: Command) =>
      onKey(cli, options, self, async ({ ctx, apiKeyId }) => {
        const { apiKey } = await execute(resumeWrites, ctx, { apiKeyId });
        return { data: apiKey, text: `${apiKey.name} (${apiKey.hint}) may write again.` };
      }),
  );
  command("approve", "let a key work that waits for its approval")
    .option("--comment <text>", "kept with the key; who made it is told")
    .action((options: WhichKey & { comment?: string }, self: Command) =>
      onKey(cli, options, self, async ({ ctx, apiKeyId }) => {
        const { version } = (await execute(getApiKey, ctx, { apiKeyId })).apiKey;
        const input = { apiKeyId, version, ...commentOf(options) };
        const { apiKey } = await execute(approveApiKey, ctx, input);
        return { data: apiKey, text: `${apiKey.name} (${apiKey.hint}) is approved.` };
      }),
    );
  command("decline", "end a key for good that waits for its approval")
    .option("--comment <text>", "why; who made it is told")
    .action((options: WhichKey & { comment?: string }, self: Command) =>
      onKey(cli, options, self, async ({ ctx, apiKeyId }) => {
        const { apiKey } = await execute(declineApiKey, ctx, { apiKeyId, ...commentOf(options) });
        return { data: apiKey, text: `${apiKey.name} (${apiKey.hint}) is declined, and revoked.` };
      }),
    );
  command("show", "everything about one key but its secret").action((options: WhichKey, self: Command) =>
    onKey(cli, options, self, async ({ ctx, apiKeyId }) => {
      const { apiKey, use, rotation } = await execute(getApiKey, ctx, { apiKeyId });
      return { data: { ...apiKey, use, rotation }, text: keyFacts(apiKey, use.callsIn24Hours) };
    }),
  );
}

function commentOf({ comment }: { readonly comment?: string }) {
  return comment === undefined ? {} : { comment };
}
