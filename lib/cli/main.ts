import { Interrupted } from "./interruption.ts";
import { runCommandLine } from "./run-command-line.ts";

const SIGNAL_STATUS = { SIGINT: 130, SIGHUP: 129, SIGTERM: 143 } as const;

/** The process of one command: runs it, waits until its output is out, and ends with its status. */
export async function main(argv: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  for (const [signal, status] of Object.entries(SIGNAL_STATUS)) {
    // Once: who sends it again wants the process gone, whatever state the database is in.
    process.once(signal, () => interruption.abort(new Interrupted(status)));
  }
  const output = { out: new Printer(process.stdout), err: new Printer(process.stderr) };
  const status = await runCommandLine(argv, {
    out: (text) => output.out.print(text),
    err: (text) => output.err.print(text),
    readInput: () => readAll(process.stdin),
    columns: process.stdout.columns,
    interruption: interruption.signal,
    isTaken: async () => {
      await output.out.drained;
      return !output.out.hasFailed;
    },
  });
  await Promise.all([output.out.drained, output.err.drained]);
  process.exit(status === 0 && output.out.hasFailed ? 1 : status);
}

/** Writes to a stream whose reader may have gone (`… | head -1`): then the rest is dropped, and the command still ends. */
class Printer {
  drained: Promise<void> = Promise.resolve();
  hasFailed = false;
  readonly #stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    stream.on("error", () => {
      this.hasFailed = true;
    });
  }

  print(text: string): void {
    if (this.hasFailed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stream.write(text, (error) => {
      this.hasFailed ||= Boolean(error);
      resolve();
    });
    this.drained = this.drained.then(() => promise);
  }
}

async function readAll(input: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
