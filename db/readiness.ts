import { sql } from "drizzle-orm";
import { logger } from "#lib/observability/index.ts";
import { database } from "./client.ts";
import { newestMigration } from "./journal.ts";

const TIMEOUT_MS = 3_000;

export type DatabaseReadiness = "ready" | "database_unreachable" | "migrations_missing";

/** Whether the database answers in time and has every migration of this build. */
export async function databaseReadiness(): Promise<DatabaseReadiness> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error("the database did not answer in time")), TIMEOUT_MS);
  try {
    const applied = await Promise.race([newestApplied(), timeout.promise]);
    return applied >= newestMigration() ? "ready" : "migrations_missing";
  } catch (error) {
    logger().warn({ err: error }, "not ready");
    return "database_unreachable";
  } finally {
    clearTimeout(timer);
  }
}

async function newestApplied(): Promise<number> {
  const [row] = await database().execute<{ applied: string | null }>(
    sql`select max(created_at) as applied from drizzle.__drizzle_migrations`,
  );
  return Number(row?.applied ?? 0);
}
