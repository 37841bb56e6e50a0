import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive, startMark } from "./process-identity.ts";

/** Who holds a data folder: a server for as long as it runs, a command while it works without one. */
export type LockRole = "server" | "command";

export interface LockHolder {
  readonly pid: number;
  readonly role: LockRole;
  /** Tells the holder from a later process with the same id; null where the system doesn't say. */
  readonly startMark: string | null;
  /** Where a server answers. */
  readonly address: string | null;
}

const FILE = "lock.json";
const RETRY_MS = 100;

/**
 * Takes the data folder for this process.
 * @returns null when it is taken, otherwise the process that holds it
 */
export function takeLock(dataDir: string, role: LockRole, address: string | null): LockHolder | null {
  const path = join(dataDir, FILE);
  const mine = join(dataDir, `${FILE}.${process.pid}`);
  const holder: LockHolder = { pid: process.pid, role, startMark: startMark(process.pid), address };
  writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  try {
    for (;;) {
      if (linked(mine, path)) return null;
      const other = lockHolder(dataDir);
      if (other !== null) return other;
      setAside(path, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The living process that holds the data folder, or null. */
export function lockHolder(dataDir: string): LockHolder | null {
  const holder = readHolder(join(dataDir, FILE));
  return holder !== null && isRunning(holder) ? holder : null;
}

/** Waits until nobody with `role` holds the folder; false when `timeoutMs` have passed. */
export async function lockReleased(dataDir: string, role: LockRole, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (lockHolder(dataDir)?.role === role) {
    if (Date.now() > deadline) return false;
    await wait(RETRY_MS);
  }
  return true;
}

/** Gives the folder back, if this process holds it. */
export function releaseLock(dataDir: string): void {
  const path = join(dataDir, FILE);
  if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
}

/** A link, unlike a file opened for writing, appears with its content, and only if there was none. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
  }
  // Some mounted file systems have no links.
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a dead process's lock away; if a living one took its place just then, that one goes back. */
function setAside(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const holder = readHolder(aside);
  if (holder !== null && isRunning(holder)) linked(aside, path);
  rmSync(aside, { force: true });
}

function isRunning(holder: LockHolder): boolean {
  // Our own id in a lock that we didn't take: a container was started again.
  if (holder.pid === process.pid) return holder.startMark === startMark(process.pid) && holder.startMark !== null;
  return isAlive(holder.pid) && (holder.startMark === null || holder.startMark === startMark(holder.pid));
}

function readHolder(path: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as LockHolder;
  } catch {
    return null;
  }
}
