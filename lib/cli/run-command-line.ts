import { Command, CommanderError } from "commander";
import { addApprovalCommands } from "./approval-commands.ts";
import { addAuditCommands } from "./audit-commands.ts";
import type { Answer, Cli, CommandLineIo, Run } from "./cli.ts";
import { addDatabaseCommands } from "./database-commands.ts";
import { addDemoCommands } from "./demo-commands.ts";
import { addEnvironmentCommands } from "./environment-commands.ts";
import { describeFailure } from "./failure.ts";
import { addFreezeCommands } from "./freeze-commands.ts";
import { Interrupted } from "./interruption.ts";
import { addKeyCommands } from "./key-commands.ts";
import { withDatabase } from "./operator.ts";
import { addOutboxCommands } from "./outbox-commands.ts";
import { addPolicyCommands } from "./policy-commands.ts";
import { addReminderCommands } from "./reminder-commands.ts";
import { addUndoCommands } from "./undo-commands.ts";
import { addUserCommands } from "./user-commands.ts";
import { addWorkspaceCommands } from "./workspace-commands.ts";

const STATUS_REFUSED = 1;
const STATUS_USAGE = 2;

/**
 * Runs one command of the operator's. With --json standard output has the JSON alone.
 * @returns the exit status: 0, 1 (refused, with the reason on standard error; or the answer is no), 2 (usage)
 */
export async function runCommandLine(argv: readonly string[], io: CommandLineIo): Promise<number> {
  try {
    const answers: Answer[] = [];
    await programFor(io, answers).parseAsync([...argv], { from: "user" });
    return answers.some(({ isNo }) => isNo) ? STATUS_REFUSED : 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : STATUS_USAGE;
    if (error instanceof Interrupted) return error.exitStatus;
    io.err(`${describeFailure(error)}\n`);
    return STATUS_REFUSED;
  }
}

/** @param answers what commands had to say, for the exit status */
function programFor(io: CommandLineIo, answers: Answer[]): Command {
  const program = new Command("postern")
    .usage("<what> <verb> [options]")
    .description("Everything an operator needs without a browser. Works beside a running server and without one.")
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      ...(io.columns && { getOutHelpWidth: () => io.columns ?? 80 }),
    })
    .showHelpAfterError("(--help tells more)");
  const cli: Cli = {
    io,
    print: (answer, options) => print(io, answer, options.json === true),
    run: async (options, work) => {
      let answer: Answer | null = null;
      const keep = async (run: Run) => {
        answer = await work(run);
        if (answer !== null) answers.push(answer);
      };
      try {
        await withDatabase(keep, io.interruption);
      } finally {
        // After the database is closed: a reader who doesn't read must not keep it open. And whatever happened in
        // closing it: what was made has secrets that are shown only here.
        if (answer !== null) print(io, answer, options.json === true);
      }
    },
  };
  addWorkspaceCommands(program, cli);
  addUserCommands(program, cli);
  addKeyCommands(program, cli);
  addApprovalCommands(program, cli);
  addReminderCommands(program, cli);
  addPolicyCommands(program, cli);
  addEnvironmentCommands(program, cli);
  addOutboxCommands(program, cli);
  addFreezeCommands(program, cli);
  addUndoCommands(program, cli);
  addAuditCommands(program, cli);
  addDatabaseCommands(program, cli);
  addDemoCommands(program, cli);
  return program;
}

function print(io: CommandLineIo, { data, text, notes = [] }: Answer, isJson: boolean): void {
  for (const note of notes) io.err(`${note}\n`);
  io.out(isJson ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`);
}
