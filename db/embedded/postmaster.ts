import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#lib/errors/index.ts";
import { commandLine, isAlive, startMark } from "./process-identity.ts";
import { isSocketFile } from "./socket.ts";

const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 10_000;
const POLL_MS = 25;

/** What PostgreSQL writes about itself into postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** The PostgreSQL server that runs on this cluster, or null. */
export function runningPostmaster(cluster: string): Postmaster | null {
  const found = readPidFile(cluster);
  return found !== null && isAlive(found.pid) && !isZombie(found.pid) && servesCluster(found.pid, cluster)
    ? found
    : null;
}

/**
 * Ends a server that outlived the process that had started it, and clears lock files whose number is still taken, by
 * some other program or by a dead process that nobody has buried: PostgreSQL itself would refuse to start.
 * @throws AppError `unavailable` when the number belongs to another PostgreSQL server, which is left alone
 */
export async function stopLeftover(cluster: string, pgCtl: string): Promise<void> {
  const found = readPidFile(cluster);
  if (found !== null && isAlive(found.pid)) {
    if (!isZombie(found.pid)) await endServer(found.pid, cluster, pgCtl);
    await childrenEnded(cluster);
    rmSync(join(cluster, "postmaster.pid"), { force: true });
  }
  clearSockets(cluster);
}

async function endServer(pid: number, cluster: string, pgCtl: string): Promise<void> {
  if (servesCluster(pid, cluster)) await stopPostmaster(pid, cluster, pgCtl);
  else if (/postgres|postmaster/.test(commandLine(pid) ?? "postgres")) throw foreignServer(pid, cluster);
}

/** Each socket has a lock file with the server's number in it, beside the pid file. */
function clearSockets(cluster: string): void {
  for (const name of readdirSync(cluster)) if (isSocketFile(name)) rmSync(join(cluster, name), { force: true });
}

function foreignServer(pid: number, cluster: string): AppError {
  return new AppError(
    "unavailable",
    `Process ${pid} looks like a PostgreSQL server of ${cluster}, but not like one of ours. End it, or delete ${join(cluster, "postmaster.pid")} if you are sure that it isn't one.`,
  );
}

/** Without the pid file nothing would keep a new server apart from a killed server's last children. */
async function childrenEnded(cluster: string): Promise<void> {
  const deadline = Date.now() + FAST_STOP_MS;
  while (process.platform === "linux" && readdirSync("/proc").some((name) => isIn(name, cluster))) {
    if (Date.now() > deadline) throw new AppError("unavailable", `Processes of a killed server still use ${cluster}.`);
    await wait(POLL_MS);
  }
}

/** Ends a server: clients are cut off and everything is written; without a write-out if that takes too long. */
export async function stopPostmaster(pid: number, cluster: string, pgCtl: string): Promise<void> {
  if (process.platform === "win32") {
    spawnSync(pgCtl, ["stop", "-D", cluster, "-m", "fast", "-w"]);
    return;
  }
  for (const [signal, timeoutMs] of [
    ["SIGINT", FAST_STOP_MS],
    ["SIGQUIT", IMMEDIATE_STOP_MS],
    ["SIGKILL", IMMEDIATE_STOP_MS],
  ] as const) {
    if (!send(pid, signal) || (await hasEnded(pid, timeoutMs))) return;
  }
}

function readPidFile(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1
    ? { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" }
    : null;
}

/** PostgreSQL works in its cluster's folder, which tells it for certain even after the folder was moved. */
function servesCluster(pid: number, cluster: string): boolean {
  if (process.platform === "win32") return true;
  if (process.platform !== "linux") return commandLine(pid)?.includes(cluster) ?? false;
  return isIn(String(pid), cluster);
}

function isIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

/** A zombie still answers to its number, but has ended. */
function isZombie(pid: number): boolean {
  return process.platform === "linux" && startMark(pid) === null;
}

async function hasEnded(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid) && !isZombie(pid)) {
    if (Date.now() > deadline) return false;
    await wait(POLL_MS);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
