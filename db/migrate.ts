import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { newestMigration } from "./journal.ts";
import { migrateQueue, queueCurrent } from "./queue-schema.ts";
import { roleNames } from "./roles.ts";

// Any fixed number; instances that start together migrate one after the other.
const MIGRATION_LOCK = 7_150_117;

/**
 * Applies the migrations that the database lacks, one process at a time.
 * @param ownerUrl in the owner's role; the other roles' names follow from the database's unless given
 */
export async function migrate(ownerUrl: string, options: { readonly appRole?: string } = {}): Promise<void> {
  const url = new URL(ownerUrl);
  const names = roleNames(decodeURIComponent(url.pathname.slice(1)));
  const appRole = options.appRole ?? names.app;
  const sql = postgres(ownerUrl, {
    max: 1,
    onnotice: () => undefined,
    // Hand-written migrations grant to roles whose names differ from database to database.
    connection: {
      application_name: "postern migrate",
      "postern.owner_role": decodeURIComponent(url.username),
      "postern.app_role": appRole,
      "postern.lookup_role": names.lookup,
      "postern.audit_writer_role": names.auditWriter,
    },
  });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    // This package's file beside `db`, wherever the process was started; only plain Node migrates, never the bundle.
    await applyMigrations(drizzle(sql), { migrationsFolder: fileURLToPath(new URL("../drizzle", import.meta.url)) });
    await sql`grant usage on schema drizzle to ${sql(appRole)}`;
    await sql`grant select on drizzle.__drizzle_migrations to ${sql(appRole)}`;
    await migrateQueue(sql, appRole);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** True when the database has every migration that this build knows, and its queue; a newer database counts as current. */
export async function migrationsCurrent(sql: Sql): Promise<boolean> {
  const [table] = await sql<{ exists: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (table?.exists !== true) return newestMigration() === 0;
  const [row] = await sql<{ applied: string | null }[]>`
    select max(created_at) as applied from drizzle.__drizzle_migrations`;
  return Number(row?.applied ?? 0) >= newestMigration() && (await queueCurrent(sql));
}
