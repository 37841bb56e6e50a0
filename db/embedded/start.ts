import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { childEnvironment } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { SUPERUSER } from "./cluster.ts";
import { socketPath } from "./socket.ts";

const ATTEMPTS = 4;
const RECOVERY_TIMEOUT_MS = 180_000;
const POLL_MS = 30;
const PORT_FILE = "postgres.port";
const MAX_LOG_BYTES = 10_000_000;

export interface StartOptions {
  readonly cluster: string;
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly password: string;
}

/**
 * Starts PostgreSQL on 127.0.0.1 and waits until it answers, crash recovery included. It gets the port that it had
 * last time where that is free, so that operators' own tools find it again; else any free one.
 * @throws AppError `unavailable` with the server's own last words
 */
export async function startPostgres(options: StartOptions): Promise<{ readonly pid: number; readonly port: number }> {
  const logPath = join(options.dataDir, "postgres.log");
  for (let attempt = 1; ; attempt += 1) {
    const port = attempt === 1 ? await usualPort(options.dataDir) : await freePort();
    const child = spawnServer(options, port, logPath);
    const pid = child.pid;
    if (pid !== undefined && (await answers(child, adminUrl(port, options.password)))) {
      writeFileSync(join(options.dataDir, PORT_FILE), `${port}\n`);
      return { pid, port };
    }
    // The port may have been taken in between, or a killed server's children may not have ended yet.
    const said = lastWords(logPath);
    if (attempt >= ATTEMPTS || !/in use|shared memory|could not bind/i.test(said)) {
      throw new AppError("unavailable", `The embedded PostgreSQL did not start: ${said} (${logPath} has more.)`);
    }
    await wait(attempt * 500);
  }
}

/** The superuser's address of a running embedded server. */
export function adminUrl(port: number, password: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

/** The port that the server of this data folder had last time; null before its first start. */
export function lastPort(dataDir: string): number | null {
  try {
    const port = Number(readFileSync(join(dataDir, PORT_FILE), "utf8"));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch {
    return null;
  }
}

async function usualPort(dataDir: string): Promise<number> {
  const port = lastPort(dataDir);
  if (port === null) return freePort();
  return freePort(port).catch(() => freePort());
}

/**
 * A port of 127.0.0.1 that nothing listens on right now.
 * @param wanted this one; rejects when it is taken
 */
export async function freePort(wanted = 0): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer().once("error", reject);
  server.listen(wanted, "127.0.0.1", () => {
    const address = server.address();
    server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
  });
  return promise;
}

function spawnServer({ binaries, cluster, account }: StartOptions, port: number, logPath: string): ChildProcess {
  const log = openLog(logPath);
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: socketPath(cluster, port) === null ? "" : cluster,
    max_connections: "120",
    password_encryption: "scram-sha-256",
    // Statements can carry what people wrote; the log has errors, not data.
    log_min_error_statement: "panic",
    log_parameter_max_length_on_error: "0",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // A group of its own: a terminal's Ctrl-C is ours to handle, after the requests under way.
  const child = spawn(binaries.postgres, ["-D", cluster, "-p", String(port), ...flags], {
    ...account,
    cwd: "/",
    env: childEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.on("error", () => undefined);
  child.unref();
  closeSync(log);
  return child;
}

async function answers(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + RECOVERY_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
    try {
      await sql`select 1`;
      return true;
    } catch {
      await wait(POLL_MS);
    } finally {
      await sql.end({ timeout: 1 }).catch(() => undefined);
    }
  }
  return false;
}

function openLog(path: string): number {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

function lastWords(logPath: string): string {
  const lines = readFileSync(logPath, "utf8").trimEnd().split("\n").slice(-12);
  const fatal = lines.filter((line) => /FATAL|PANIC|HINT|could not/.test(line));
  return (fatal.length > 0 ? fatal : lines).slice(-2).join(" ") || "it said nothing.";
}
