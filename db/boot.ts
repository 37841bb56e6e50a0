import postgres, { type Sql } from "postgres";
import { type Config, config, provideEnvironment, startSettings } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { closePools } from "./client.ts";
import { openEmbedded } from "./embedded/index.ts";
import type { LockRole } from "./embedded/lock.ts";
import { migrate, migrationsCurrent } from "./migrate.ts";
import { assertSafeRole } from "./safe-role.ts";
import { assertServerVersion } from "./server-version.ts";

export interface OpenDatabase {
  readonly config: Config;
  /** Ends every pool of this process, then the embedded database if this process started it. */
  close(): Promise<void>;
}

/**
 * Makes the database ready to use, for the server and for commands alike: the one that DATABASE_URL names, or the
 * embedded one. Commands work beside a running server and without one. Migrates where it may, and sets the
 * environment that {@link config} reads, so call it before anything that does.
 * @param options.address where the server will answer; a second start on the same data is told
 * @throws AppError whose message says what to do
 */
export async function openDatabase(
  options: { readonly role?: LockRole; readonly address?: string | null } = {},
): Promise<OpenDatabase> {
  const { role = "command", address = null } = options;
  const { hasExternalDatabase, dataDir } = startSettings();
  if (hasExternalDatabase) {
    await prepareExternal(config());
    return { config: config(), close: closePools };
  }
  const embedded = await openEmbedded({ dataDir, role, address });
  const close = async () => {
    await closePools();
    await embedded.close();
  };
  try {
    provideEnvironment({
      POSTERN_EMBEDDED: "1",
      DATABASE_URL: embedded.urls.databaseUrl,
      DATABASE_OWNER_URL: embedded.urls.databaseOwnerUrl,
      ...(embedded.socket !== null && { POSTERN_DATABASE_SOCKET: embedded.socket }),
      POSTERN_SECRET: embedded.secrets.secret,
      POSTERN_KEY_PEPPER: embedded.secrets.keyPepper,
      ...(embedded.secrets.auditSigningKey && { POSTERN_AUDIT_SIGNING_KEY: embedded.secrets.auditSigningKey }),
    });
    if (embedded.isOurs) await migrate(embedded.urls.databaseOwnerUrl);
    await withConnection(config().databaseUrl, assertSafeRole);
    return { config: config(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepareExternal({ databaseUrl, databaseOwnerUrl }: Config): Promise<void> {
  await withConnection(databaseUrl, async (sql) => {
    await assertReachable(sql, databaseUrl);
    await assertServerVersion(sql);
    await assertSafeRole(sql);
    if (databaseOwnerUrl !== null) {
      await migrate(databaseOwnerUrl, { appRole: decodeURIComponent(new URL(databaseUrl).username) });
      // Default privileges of the owner's may have given more on new tables than the migrations do.
      await assertSafeRole(sql);
    } else if (!(await migrationsCurrent(sql))) {
      throw new AppError(
        "unavailable",
        "The database lacks migrations of this version. Set DATABASE_OWNER_URL (the owner's role) for this start, and they are applied.",
        { reason: "migrations_missing" },
      );
    }
  });
}

async function assertReachable(sql: Sql, url: string): Promise<void> {
  try {
    await sql`select 1`;
  } catch (cause) {
    const { hostname, port, pathname, username } = new URL(url);
    throw new AppError(
      "unavailable",
      `The database ${pathname.slice(1)} at ${hostname}:${port || "5432"} can't be reached as "${username}" (${reasonOf(cause)}). Check DATABASE_URL and that the server runs.`,
      { cause },
    );
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return [code, message].filter(Boolean).join(": ") || "unknown reason";
}

async function withConnection<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
