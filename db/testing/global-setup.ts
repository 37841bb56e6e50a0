import type { TestProject } from "vitest/node";
import { startTestDatabase } from "./database.ts";
import { testSecrets } from "./secrets.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Environment variables for the workers: a fresh database per run, generated secrets. */
    environment: Record<string, string>;
  }
}

/** Vitest's global set-up of the integration tests: one PostgreSQL server for the whole run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const database = await startTestDatabase();
  project.provide("environment", {
    ...testSecrets(),
    DATABASE_URL: database.databaseUrl,
    DATABASE_OWNER_URL: database.databaseOwnerUrl,
    POSTERN_TEST_SUPERUSER_URL: database.superuserUrl,
    LOG_LEVEL: "silent",
  });
  return database.stop;
}
