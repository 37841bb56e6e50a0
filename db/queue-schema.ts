import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import type { Sql } from "postgres";

/** Where pg-boss keeps its jobs. They name a workspace's rows by id and hold nothing of them. */
export const QUEUE_SCHEMA = "pgboss";

/** What pg-boss 12.35 works on: its package.json says it, and exports nothing that does. A test compares. */
const QUEUE_SCHEMA_VERSION = 43;

/**
 * Makes or updates the queue's schema, and lets the application's role use it: rows, never tables.
 * @param sql one connection in the owner's role, under the migrations' lock
 */
export async function migrateQueue(sql: Sql, appRole: string): Promise<void> {
  const version = await queueVersion(sql);
  if (version === null) await sql.unsafe(getConstructionPlans(QUEUE_SCHEMA));
  else if (version < QUEUE_SCHEMA_VERSION) await sql.unsafe(getMigrationPlans(QUEUE_SCHEMA, version));
  await sql`grant usage on schema ${sql(QUEUE_SCHEMA)} to ${sql(appRole)}`;
  await sql`grant select, insert, update, delete on all tables in schema ${sql(QUEUE_SCHEMA)} to ${sql(appRole)}`;
  await sql`grant usage on all sequences in schema ${sql(QUEUE_SCHEMA)} to ${sql(appRole)}`;
  await sql`grant execute on all functions in schema ${sql(QUEUE_SCHEMA)} to ${sql(appRole)}`;
}

/** True when the queue has a schema that is new enough for this build. */
export async function queueCurrent(sql: Sql): Promise<boolean> {
  return ((await queueVersion(sql)) ?? 0) >= QUEUE_SCHEMA_VERSION;
}

async function queueVersion(sql: Sql): Promise<number | null> {
  const [table] = await sql<{ exists: boolean }[]>`
    select to_regclass(${`${QUEUE_SCHEMA}.version`}) is not null as exists`;
  if (table?.exists !== true) return null;
  const [row] = await sql<{ version: number }[]>`select version from ${sql(QUEUE_SCHEMA)}.version`;
  return row?.version ?? null;
}
