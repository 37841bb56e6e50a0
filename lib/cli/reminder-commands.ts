import type { Command } from "commander";
import { type ReviewReminder, runReviewReminders } from "#lib/audit-review/index.ts";
import { type RunReminders, runReminders } from "#lib/reminders/index.ts";
import { isoMoment, jsonOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { table } from "./table.ts";

interface RunOptions extends JsonOption {
  readonly at?: string;
  readonly workspace?: string;
}

/** What the running server does by itself every few minutes. */
export function addReminderCommands(program: Command, cli: Cli): void {
  program
    .command("reminder")
    .description("reminders of rotations and of reviews of the audit log")
    .command("run")
    .description("remind of what is due, and suspend what was announced; what was told before is not told again")
    .option("--at <time>", "as if it were that moment, such as 2026-11-21T09:30:00Z; now unless given", isoMoment)
    .option("--workspace <slug>", "only this workspace")
    .addOption(jsonOption())
    .action((options: RunOptions) =>
      cli.run(options, async (run) => {
        const at = options.at === undefined ? new Date() : new Date(options.at);
        const workspace = options.workspace === undefined ? null : await run.workspace(options.workspace);
        const where = workspace === null ? {} : { workspace: workspace.slug };
        const done = await runReminders(at, where);
        const reviews = await runReviewReminders(at, where);
        return { data: { at: at.toISOString(), ...done, reviews }, text: asText(done, reviews) };
      }),
    );
}

function asText({ queued, suspended }: RunReminders, reviews: readonly ReviewReminder[]): string {
  const lines = [
    ...queued.map(({ workspace, name, environment, stage, recipient }) => [
      workspace,
      name,
      environment,
      stage,
      recipient,
    ]),
    ...suspended.map(({ workspace, name, environment }) => [workspace, name, environment, "suspended", ""]),
    ...reviews.map(({ workspace, stage, recipient }) => [workspace, "(review of the audit log)", "", stage, recipient]),
  ];
  return table(["workspace", "key", "environment", "stage", "for"], lines, "Nothing is due that was not told already.");
}
