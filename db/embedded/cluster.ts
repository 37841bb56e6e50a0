import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Account, canUse } from "./account.ts";
import type { Binaries } from "./binaries.ts";

/** Where an embedded database goes when we are root and its user can't enter the data folder. */
export const SHARED_DIR = "/var/lib/postern";
export const SUPERUSER = "postgres";

const FOLDER = "postgres";

/** True once a database has been made in this data folder. */
export function hasCluster(dataDir: string): boolean {
  return existsSync(join(dataDir, FOLDER, "PG_VERSION"));
}

/** The cluster's real folder: PostgreSQL and its processes know it by this name. */
export function clusterDir(dataDir: string): string {
  return realpathSync(join(dataDir, FOLDER));
}

/**
 * Makes the database's files if there are none. A start that was killed on the way leaves nothing half made.
 * @returns the cluster's real folder
 * @throws AppError `unavailable` when the files can't be made, or belong to another version of PostgreSQL
 */
export function makeCluster(dataDir: string, binaries: Binaries, account: Account | null, password: string): string {
  if (!hasCluster(dataDir)) {
    const home = homeFor(dataDir, account);
    const unfinished = join(home, `${FOLDER}.new`);
    rmSync(unfinished, { recursive: true, force: true });
    initialise(unfinished, binaries, account, password);
    const finished = join(home, FOLDER);
    renameSync(unfinished, finished);
    if (home !== dataDir) linkTo(finished, join(dataDir, FOLDER));
  }
  const cluster = clusterDir(dataDir);
  assertUsable(cluster, account);
  assertVersion(cluster, binaries);
  return cluster;
}

/** The data folder itself, or a folder of our own where PostgreSQL's user can go. */
function homeFor(dataDir: string, account: Account | null): string {
  if (account === null) return dataDir;
  const probe = join(dataDir, `.probe-${process.pid}`);
  mkdirSync(probe, { mode: 0o700 });
  chownSync(probe, account.uid, account.gid);
  const isReachable = canUse(account, "-w", probe);
  rmSync(probe, { recursive: true });
  if (isReachable) return dataDir;
  // Never a name made from the data folder's: a deleted and remade folder must not meet its old database.
  const home = join(SHARED_DIR, crypto.randomUUID());
  mkdirSync(home, { recursive: true, mode: 0o755 });
  process.stderr.write(
    `PostgreSQL runs as the user "postgres", who can't enter ${dataDir}: its files go to ${home}, linked from there.\n`,
  );
  return home;
}

function initialise(folder: string, binaries: Binaries, account: Account | null, password: string): void {
  mkdirSync(folder, { mode: 0o700 });
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== null) for (const path of [folder, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    const run = spawnSync(
      binaries.initdb,
      [
        `--pgdata=${folder}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        ...collation(binaries),
      ],
      { ...account, cwd: "/", env: childEnvironment(), encoding: "utf8" },
    );
    if (run.status !== 0) throw initialiseFailed(folder, run);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** PostgreSQL's own: the same order on every system, whatever locales it has. It came with version 17. */
function collation({ majorVersion }: Binaries): string[] {
  return majorVersion >= 17
    ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    : ["--locale-provider=icu", "--icu-locale=en-US"];
}

function initialiseFailed(folder: string, run: SpawnSyncReturns<string>): AppError {
  const said = run.error?.message ?? run.stderr.trim().split("\n").slice(-3).join(" ");
  return new AppError("unavailable", `The embedded database could not be made in ${folder}: ${said}`);
}

function linkTo(target: string, link: string): void {
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) rmSync(link, { recursive: true });
  symlinkSync(target, link);
}

function assertUsable(cluster: string, account: Account | null): void {
  const isUsable = account === null ? statSync(cluster).uid === process.getuid?.() : canUse(account, "-w", cluster);
  if (isUsable || process.platform === "win32") return;
  throw new AppError(
    "unavailable",
    `The database in ${cluster} belongs to another user, or lies in a folder that its user can't enter. Start Postern as the user that made it.`,
  );
}

function assertVersion(cluster: string, binaries: Binaries): void {
  const version = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  const output = spawnSync(binaries.postgres, ["--version"], { encoding: "utf8", env: childEnvironment() });
  const ours = /\b(\d+)\.\d+/.exec(output.stdout ?? "")?.[1];
  if (ours === undefined || ours === version) return;
  throw new AppError(
    "unavailable",
    `The database in ${cluster} belongs to PostgreSQL ${version}, this Postern brings ${ours}. Start the version of Postern that made it and dump the data, or set DATABASE_URL.`,
  );
}

/** The data folder; root's must let PostgreSQL's user pass through, its secrets are closed one by one. */
export function makeDataDir(dataDir: string, account: Account | null): void {
  const isNew = !existsSync(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
    if (isNew) chmodSync(dataDir, account === null ? 0o700 : 0o711);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `This user can't make or write to the data folder ${dataDir}. Start Postern as the user that made it, or set POSTERN_DATA_DIR to another folder.`,
      { cause },
    );
  }
}
