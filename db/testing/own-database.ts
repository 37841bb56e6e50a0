import { provideEnvironment } from "#lib/env/index.ts";
import { closePools } from "../client.ts";
import { migrate } from "../migrate.ts";
import { setUpRoles } from "../roles.ts";
import { closeTestConnections } from "./connections.ts";

/**
 * Gives this suite a migrated, empty database of its own on the run's server: for what works on a whole installation, such
 * as a job. In the shared one it would take other suites' rows along, and they would meet it in the middle of theirs.
 * @param name lower-case letters, digits and underscores; once for each suite
 */
export async function useOwnDatabase(name: string): Promise<void> {
  const superuser = new URL(process.env.POSTERN_TEST_SUPERUSER_URL ?? "");
  const urls = await setUpRoles(superuser.href, { database: `postern_${name}` });
  await migrate(urls.databaseOwnerUrl);
  superuser.pathname = `/postern_${name}`;
  await closePools();
  await closeTestConnections();
  provideEnvironment({
    DATABASE_URL: urls.databaseUrl,
    DATABASE_OWNER_URL: urls.databaseOwnerUrl,
    POSTERN_TEST_SUPERUSER_URL: superuser.href,
  });
}
