import { spawn } from "node:child_process";
import { delimiter, dirname, join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "..");
/** Beyond these the beginning is dropped. */
const MAX_OUTPUT_CHARACTERS = 32_000_000;

export interface Ended {
  readonly status: number;
  /** Standard output and error, in the order of arrival. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Passes the output on as it comes, besides keeping it. */
  readonly isLoud?: boolean;
}

/** Runs a program of node_modules/.bin, or of the system, under this very Node. */
export async function run(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  const path = [dirname(process.execPath), join(ROOT, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter);
  const env = { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1", ...options.env, PATH: path };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-MAX_OUTPUT_CHARACTERS);
    if (options.isLoud) process.stderr.write(chunk);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const { promise, resolve: done } = Promise.withResolvers<number>();
  child.on("error", (error) => {
    output += error.message;
    done(127);
  });
  child.on("close", (code) => done(code ?? 1));
  return { status: await promise, output };
}
