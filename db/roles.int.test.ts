import postgres from "postgres";
import { afterAll, expect, it } from "vitest";
import { isAppError } from "#lib/errors/index.ts";
import { migrate, migrationsCurrent } from "./migrate.ts";
import { type RoleUrls, setUpRoles } from "./roles.ts";
import { assertSafeRole } from "./safe-role.ts";
import { superuserSql } from "./testing/index.ts";

const DATABASE = `roles_${process.pid}`;
const superuserUrl = () => process.env.POSTERN_TEST_SUPERUSER_URL ?? "";
let urls: RoleUrls | undefined;

async function ready(): Promise<RoleUrls> {
  if (urls === undefined) {
    urls = await setUpRoles(superuserUrl(), { database: DATABASE });
    await migrate(urls.databaseOwnerUrl);
  }
  return urls;
}

afterAll(async () => {
  const sql = superuserSql();
  await sql.unsafe(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  for (const suffix of ["app", "owner", "lookup", "audit_writer"]) {
    await sql.unsafe(`DROP ROLE IF EXISTS ${DATABASE}_${suffix}`);
  }
});

/** What the start would say to this role; null when it accepts it. */
async function refusalFor(url: string): Promise<string | null> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await assertSafeRole(sql);
    return null;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  } finally {
    await sql.end();
  }
}

it("makes an application role that the start accepts, and can be repeated", async () => {
  const first = await ready();
  expect(await refusalFor(first.databaseUrl)).toBeNull();
  urls = await setUpRoles(superuserUrl(), { database: DATABASE });
  await migrate(urls.databaseOwnerUrl);
  expect(await refusalFor(urls.databaseUrl)).toBeNull();
});

it("refuses a superuser and the owner, and says what to do", async () => {
  const { databaseOwnerUrl } = await ready();
  for (const url of [superuserUrl(), databaseOwnerUrl]) {
    expect(await refusalFor(url)).toContain("database setup");
  }
});

it.each([
  ["ALTER ROLE app BYPASSRLS", "ALTER ROLE app NOBYPASSRLS"],
  ["ALTER ROLE app CREATEROLE", "ALTER ROLE app NOCREATEROLE"],
  ["GRANT lookup TO app", "REVOKE lookup FROM app"],
  ["GRANT audit_writer TO app", "REVOKE audit_writer FROM app"],
  ["GRANT owner TO app", "REVOKE owner FROM app"],
])("refuses the application's role after %s", async (strengthen, weaken) => {
  const { databaseUrl } = await ready();
  const named = (statement: string) => statement.replace(/\b(app|lookup|audit_writer|owner)\b/g, `${DATABASE}_$1`);
  await superuserSql().unsafe(named(strengthen));
  try {
    expect(await refusalFor(databaseUrl)).not.toBeNull();
  } finally {
    await superuserSql().unsafe(named(weaken));
  }
  expect(await refusalFor(databaseUrl)).toBeNull();
});

it.each([
  ["GRANT DELETE ON changes TO app", "REVOKE DELETE ON changes FROM app"],
  ["GRANT UPDATE (reason) ON audit_events TO app", "REVOKE UPDATE (reason) ON audit_events FROM app"],
])("refuses the application's role after %s: what is append-only would not be", async (grant, revoke) => {
  const { databaseUrl, databaseOwnerUrl } = await ready();
  const owner = postgres(databaseOwnerUrl, { max: 1 });
  const named = (statement: string) => statement.replace(/\bapp\b/, `${DATABASE}_app`);
  try {
    await owner.unsafe(named(grant));
    expect(await refusalFor(databaseUrl)).toContain("append-only");
    await owner.unsafe(named(revoke));
    expect(await refusalFor(databaseUrl)).toBeNull();
  } finally {
    await owner.end();
  }
});

it("keeps the application's role of one database out of another one", async () => {
  const { databaseUrl } = await ready();
  const elsewhere = new URL(databaseUrl);
  elsewhere.pathname = new URL(process.env.DATABASE_URL ?? "").pathname;
  await expect(refusalFor(elsewhere.href)).rejects.toThrow("permission denied for database");
});

it("tells the application's role whether all migrations are there", async () => {
  const { databaseUrl } = await ready();
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    expect(await migrationsCurrent(sql)).toBe(true);
  } finally {
    await sql.end();
  }
});
