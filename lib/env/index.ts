import { resolve } from "node:path";
import type { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { type Config, defaultPublicUrl, environmentSchema, listeningSchema } from "./config.ts";

export { childEnvironment } from "./child-environment.ts";
export type { Config, KeyPepper } from "./config.ts";
export { isLoopbackName } from "./loopback.ts";

// Both doors evaluate this module; what boot put into the environment must be the same for both.
const CACHE = Symbol.for("postern.config");
const holder = globalThis as { [CACHE]?: Config };

/**
 * The process's configuration, read from the environment once.
 * @throws AppError `unavailable`: one sentence for each variable that is missing or wrong, never with its value
 */
export function config(): Config {
  holder[CACHE] ??= parseEnvironment(process.env);
  return holder[CACHE];
}

/** What must be known before there is a database. */
export interface StartSettings {
  /** False: ours is embedded, in `dataDir`. */
  readonly hasExternalDatabase: boolean;
  readonly dataDir: string;
  readonly port: number;
  readonly publicUrl: URL;
}

/** @throws AppError `unavailable`, as {@link config} */
export function startSettings(): StartSettings {
  const { HOST, PORT, PUBLIC_URL } = parsed(listeningSchema, process.env);
  return {
    hasExternalDatabase: Boolean(process.env.DATABASE_URL) && process.env.POSTERN_EMBEDDED !== "1",
    dataDir: resolve(process.env.POSTERN_DATA_DIR || ".postern"),
    port: PORT,
    publicUrl: PUBLIC_URL ?? defaultPublicUrl(HOST, PORT),
  };
}

/** The databases' addresses as the environment names them, for commands that come before a complete configuration. */
export function databaseAddresses(): {
  readonly databaseUrl: string | null;
  readonly databaseOwnerUrl: string | null;
  readonly databaseAdminUrl: string | null;
} {
  const { DATABASE_URL, DATABASE_OWNER_URL, DATABASE_ADMIN_URL } = process.env;
  return {
    databaseUrl: DATABASE_URL || null,
    databaseOwnerUrl: DATABASE_OWNER_URL || null,
    databaseAdminUrl: DATABASE_ADMIN_URL || null,
  };
}

/** Sets variables for this process, as boot does for the embedded database, and reads the configuration anew. */
export function provideEnvironment(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values);
  delete holder[CACHE];
}

/** @throws AppError `unavailable`, as {@link config} */
export function parseEnvironment(environment: Environment): Config {
  return parsed(environmentSchema, environment);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as not set. */
function parsed<T>(schema: z.ZodType<T>, environment: Environment): T {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => `${issue.path.join(".")} ${sentenceEnd(issue.message)}`);
  throw new AppError("unavailable", sentences.join("\n"), { reason: "configuration" });
}

function sentenceEnd(message: string): string {
  const text = message.startsWith("Invalid input") ? "is missing" : message;
  // A command at the end must be copyable as it is.
  return /Make one with: .*$/.test(text) || text.endsWith(".") ? text : `${text}.`;
}
