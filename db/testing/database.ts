import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresAccount } from "../embedded/account.ts";
import { findBinaries } from "../embedded/binaries.ts";
import { clusterDir, hasCluster, makeCluster, makeDataDir } from "../embedded/cluster.ts";
import { stopLeftover, stopPostmaster } from "../embedded/postmaster.ts";
import { adminUrl, startPostgres } from "../embedded/start.ts";
import { migrate } from "../migrate.ts";
import { randomPassword, setUpRoles } from "../roles.ts";
import { abandonedFolders, ownedPrefix } from "./leftovers.ts";

const PREFIX = "postern-test-";
const DATABASE = "postern_test";

export interface TestDatabase {
  /** In the application's role, which owns nothing. */
  readonly databaseUrl: string;
  /** In the owner's role: no superuser, so that forced row-level security binds it as well. */
  readonly databaseOwnerUrl: string;
  /** As the superuser, whom no policy binds: for looking at every row. */
  readonly superuserUrl: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a PostgreSQL server of its own with one migrated, empty database and the real roles.
 * POSTERN_TEST_POSTGRES: a folder where another version's package is installed.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const account = postgresAccount();
  const installedIn = process.env.POSTERN_TEST_POSTGRES ?? null;
  const binaries = await findBinaries(account, join(tmpdir(), "postern-binaries"), installedIn);
  await removeLeftovers(binaries.pgCtl);
  const dataDir = mkdtempSync(ownedPrefix(PREFIX));
  rmSync(dataDir, { recursive: true });
  makeDataDir(dataDir, account);
  const password = randomPassword();
  const cluster = makeCluster(dataDir, binaries, account, password);
  const { pid, port } = await startPostgres({ cluster, dataDir, binaries, account, password });
  const stop = async () => {
    await stopPostmaster(pid, cluster, binaries.pgCtl);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const admin = adminUrl(port, password);
    const urls = await setUpRoles(admin, { database: DATABASE });
    await migrate(urls.databaseOwnerUrl);
    const superuser = new URL(admin);
    superuser.pathname = `/${DATABASE}`;
    return { ...urls, superuserUrl: superuser.href, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends what runs that were killed have left behind. */
async function removeLeftovers(pgCtl: string): Promise<void> {
  for (const dataDir of abandonedFolders(PREFIX)) {
    if (hasCluster(dataDir)) await stopLeftover(clusterDir(dataDir), pgCtl);
    if (existsSync(dataDir)) rmSync(dataDir, { recursive: true, force: true });
  }
}
