import type { Environment } from "#lib/environments/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { Workspace } from "#lib/workspaces/index.ts";

/** Where a command's words go and come from. */
export interface CommandLineIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input, for a secret that shall not be in the process list. */
  readonly readInput?: () => Promise<string>;
  /** Width of the terminal; undefined where there is none. */
  readonly columns?: number | undefined;
  readonly interruption?: AbortSignal;
  /** Waits until what was printed has been taken; false: its reader has gone. */
  readonly isTaken?: () => Promise<boolean>;
}

/** What a command has to say: `data` with --json, `text` without. */
export interface Answer {
  readonly data: unknown;
  readonly text: string;
  /** For the person at the terminal, on standard error; never a secret. */
  readonly notes?: readonly string[];
  /** What was asked for was done, and the answer is no: the exit status is 1. */
  readonly isNo?: boolean;
}

/** One run of the command line, with the database open. */
export interface Run {
  /** The operator's own context inside a workspace. */
  context(workspaceId: string, environment?: Environment | null): Context;
  /** @throws AppError `not_found` */
  workspace(slug: string): Promise<Workspace>;
}

export interface JsonOption {
  readonly json?: true;
}

export interface Cli {
  readonly io: CommandLineIo;
  /** Opens the database, works, closes it, prints; null: what there is to say was printed while working. */
  run(options: JsonOption, work: (run: Run) => Promise<Answer | null>): Promise<void>;
  print(answer: Answer, options: JsonOption): void;
}
