import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#lib/errors/index.ts";
import { type RoleUrls, roleNames, setUpRoles } from "../roles.ts";
import { postgresAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { clusterDir, hasCluster, makeCluster, makeDataDir, SHARED_DIR } from "./cluster.ts";
import { type LockHolder, type LockRole, lockHolder, lockReleased, releaseLock, takeLock } from "./lock.ts";
import { runningPostmaster, stopLeftover, stopPostmaster } from "./postmaster.ts";
import { readOrMakeSecrets, type Secrets } from "./secrets.ts";
import { socketPath } from "./socket.ts";
import { adminUrl, lastPort, startPostgres } from "./start.ts";

export { freePort } from "./start.ts";

const DATABASE = "postern";
const COMMAND_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly role: LockRole;
  /** Where the server will answer; for the message to a second one. */
  readonly address: string | null;
}

export interface Embedded {
  readonly urls: RoleUrls;
  /** The server's Unix domain socket, for this process's pool; null: by TCP. */
  readonly socket: string | null;
  readonly secrets: Secrets;
  /** True when this process started the database, and so shall migrate it. */
  readonly isOurs: boolean;
  /** Stops the database if this process started it. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database: starts it, or, for a command beside a running server, uses the server's.
 * @throws AppError `conflict` when a server already runs on this data folder; `unavailable` when it can't be started
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const account = postgresAccount();
  makeDataDir(options.dataDir, account);
  for (;;) {
    const holder = takeLock(options.dataDir, options.role, options.address);
    if (holder === null) break;
    if (holder.role === "server" && options.role === "command") {
      const beside = await openBeside(options.dataDir, holder);
      if (beside !== null) return beside;
    } else if (holder.role === "server") throw alreadyRunning(options.dataDir, holder);
    else await waitForCommand(options.dataDir, holder);
  }
  try {
    return await openHere(options);
  } catch (error) {
    releaseLock(options.dataDir);
    throw error;
  }
}

async function openHere({ dataDir }: EmbeddedOptions): Promise<Embedded> {
  const account = postgresAccount(hasCluster(dataDir) ? clusterDir(dataDir) : null);
  const secrets = readOrMakeSecrets(dataDir, hasCluster(dataDir));
  const binaries = await findBinaries(account, SHARED_DIR);
  const cluster = makeCluster(dataDir, binaries, account, secrets.superuserPassword);
  await stopLeftover(cluster, binaries.pgCtl);
  const password = secrets.superuserPassword;
  const { pid, port } = await startPostgres({ cluster, dataDir, binaries, account, password });
  const close = async () => {
    await stopPostmaster(pid, cluster, binaries.pgCtl);
    releaseLock(dataDir);
  };
  try {
    const urls = await setUpRoles(adminUrl(port, password), { database: DATABASE, ...secrets });
    return { urls, socket: socketPath(cluster, port), secrets, isOurs: true, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits for a server that is just starting; null when it has gone meanwhile. */
async function openBeside(dataDir: string, server: LockHolder): Promise<Embedded | null> {
  const deadline = Date.now() + COMMAND_TIMEOUT_MS;
  while (lockHolder(dataDir)?.pid === server.pid) {
    const postmaster = hasCluster(dataDir) ? runningPostmaster(clusterDir(dataDir)) : null;
    if (postmaster?.isReady) {
      const secrets = readOrMakeSecrets(dataDir, true);
      const urls = urlsAt(postmaster.port, secrets);
      return { urls, socket: null, secrets, isOurs: false, close: async () => undefined };
    }
    if (Date.now() > deadline)
      throw new AppError("unavailable", `The server with process id ${server.pid} is not ready.`);
    await wait(POLL_MS);
  }
  return null;
}

/**
 * Where the embedded database answers, without starting it: where it would answer when it doesn't run.
 * @returns null when it has never been started
 */
export function findEmbedded(dataDir: string): { readonly urls: RoleUrls; readonly isRunning: boolean } | null {
  if (!hasCluster(dataDir)) return null;
  const postmaster = runningPostmaster(clusterDir(dataDir));
  const port = postmaster?.port ?? lastPort(dataDir);
  if (port === null) return null;
  return { urls: urlsAt(port, readOrMakeSecrets(dataDir, true)), isRunning: postmaster?.isReady === true };
}

function urlsAt(port: number, { appPassword, ownerPassword }: Secrets): RoleUrls {
  const names = roleNames(DATABASE);
  return {
    databaseUrl: `postgres://${names.app}:${appPassword}@127.0.0.1:${port}/${DATABASE}`,
    databaseOwnerUrl: `postgres://${names.owner}:${ownerPassword}@127.0.0.1:${port}/${DATABASE}`,
  };
}

async function waitForCommand(dataDir: string, holder: LockHolder): Promise<void> {
  if (await lockReleased(dataDir, "command", COMMAND_TIMEOUT_MS)) return;
  throw new AppError(
    "conflict",
    `A command (process ${holder.pid}) has been working on ${dataDir} for more than a minute. Wait for it, or end it.`,
  );
}

function alreadyRunning(dataDir: string, { pid, address }: LockHolder): AppError {
  const where = address === null ? "" : ` at ${address}`;
  return new AppError(
    "conflict",
    `Postern is already running on ${dataDir}: process ${pid}${where}. Stop that one first, or set POSTERN_DATA_DIR to another folder for a second installation.`,
    { reason: "already_running" },
  );
}
