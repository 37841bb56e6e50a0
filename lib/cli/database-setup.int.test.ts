import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { migrate } from "#db/migrate.ts";
import { assertSafeRole } from "#db/safe-role.ts";
import { runCommandLine } from "./run-command-line.ts";

const SUPERUSER_URL = process.env.POSTERN_TEST_SUPERUSER_URL ?? "";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

describe("database setup on a PostgreSQL server of somebody else's", () => {
  it("prints addresses with which the database can be migrated and used safely", async () => {
    const { status, out } = await run(
      ...["database", "setup", "--admin-url", SUPERUSER_URL, "--database", "postern_cli", "--json"],
    );
    expect(status).toBe(0);
    const { databaseUrl, databaseOwnerUrl } = JSON.parse(out) as Record<"databaseUrl" | "databaseOwnerUrl", string>;
    await migrate(databaseOwnerUrl);
    const sql = postgres(databaseUrl, { max: 1 });
    try {
      await assertSafeRole(sql);
      expect(await sql`select * from list_workspaces()`).toHaveLength(0);
    } finally {
      await sql.end();
    }
  });

  it("prints lines for an environment file", async () => {
    const { out, err } = await run("database", "setup", "--admin-url", SUPERUSER_URL, "--database", "postern_cli");
    expect(out).toMatch(/^DATABASE_URL=postgres:\S+\/postern_cli\nDATABASE_OWNER_URL=postgres:\S+\/postern_cli\n$/);
    expect(err).toContain("new passwords");
  });

  it("makes the database that the address names, if it isn't there yet", async () => {
    const url = new URL(SUPERUSER_URL);
    url.pathname = "/postern_named";
    const { status, out } = await run("database", "setup", "--admin-url", url.href);
    expect(status).toBe(0);
    expect(out).toMatch(/_app:\S+\/postern_named\n/);
  });

  it("refuses an address that is no administrator's, without repeating its password", async () => {
    const url = process.env.DATABASE_URL ?? "";
    const { status, out, err } = await run("database", "setup", "--admin-url", url, "--database", "postern_other");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("CREATEROLE");
    expect(err).not.toContain(new URL(url).password);
  });

  it.each([
    ["a server that isn't there", ["--admin-url", "postgres://a:secretword@127.0.0.1:1/postgres"], /can't|could not/],
    ["no address of a database", ["--admin-url", "secretword"], /must look like/],
    ["a name that needs quoting", ["--admin-url", SUPERUSER_URL, "--database", "Bad-Name"], /lower-case/],
  ])("refuses %s", async (_, flags, reason) => {
    const { status, out, err } = await run("database", "setup", ...flags);
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toMatch(reason);
    expect(err).not.toContain("secretword");
  });
});

describe("database url", () => {
  it("prints the configured addresses", async () => {
    expect(await run("database", "url")).toEqual({ status: 0, out: `${process.env.DATABASE_URL}\n`, err: "" });
    const owner = await run("database", "url", "--owner", "--json");
    expect(JSON.parse(owner.out)).toEqual({ url: process.env.DATABASE_OWNER_URL });
  });
});
