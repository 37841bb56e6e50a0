import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEmbedded } from "#db/embedded/index.ts";
import { lockHolder } from "#db/embedded/lock.ts";
import { childEnvironment } from "#lib/env/index.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";

const folder = mkdtempSync(join(tmpdir(), "postern-cli-"));
const dataDir = join(folder, "data");
const root = join(import.meta.dirname, "../..");

beforeAll(() => chmodSync(folder, 0o755));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(...argv: string[]): ChildProcess {
  const environment = { ...childEnvironment(), POSTERN_DATA_DIR: dataDir, LOG_LEVEL: "silent" };
  return spawn(process.execPath, argv, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
}

async function cli(...argv: string[]) {
  const child = start("cli.ts", ...argv);
  if (child.stdout === null || child.stderr === null) throw new Error("no pipes");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { status: child.exitCode, out, err };
}

interface Seeded {
  readonly workspace: { readonly slug: string };
  readonly people: readonly { readonly email: string; readonly password: string; readonly role: string }[];
}

// Each command starts the database and ends it again.
describe("the command line as a process, with the embedded database", { timeout: 180_000 }, () => {
  it("says that there is no database yet, and makes none for it", async () => {
    const { status, out, err } = await cli("database", "url");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("npm start");
    expect(findEmbedded(dataDir)).toBeNull();
  });

  it("seeds the demo without a server: four people who need no new password, and history in three environments", async () => {
    const { status, out } = await cli("demo", "seed", "--json");
    expect(status).toBe(0);
    const { workspace, people } = JSON.parse(out) as Seeded;
    expect(people.map(({ role }) => role)).toEqual(["owner", "admin", "member", "auditor"]);
    expect(new Set(people.map(({ password }) => password)).size).toBe(4);
    const listed = JSON.parse((await cli("user", "list", "--json")).out) as {
      items: { mustChangePassword: boolean }[];
    };
    expect(listed.items.map(({ mustChangePassword }) => mustChangePassword)).toEqual([false, false, false, false]);
    const flags = ["--workspace", workspace.slug, "--action", "task.create", "--limit", "500", "--json"];
    const found = JSON.parse((await cli("audit", "search", ...flags)).out) as { items: { environment: string }[] };
    for (const environment of ENVIRONMENTS) {
      expect(found.items.filter((item) => item.environment === environment).length).toBeGreaterThan(2);
    }
    expect(await cli("demo", "seed")).toMatchObject({ status: 1, out: "" });
  });

  it("runs commands that were started at once one after the other", async () => {
    const ran = await Promise.all([1, 2, 3].map(() => cli("workspace", "list", "--json")));
    expect(ran.map(({ status }) => status)).toEqual([0, 0, 0]);
  });

  it("tells where the database will answer while nothing runs, and that it doesn't", async () => {
    const { status, out, err } = await cli("database", "url");
    expect(status).toBe(0);
    expect(out).toMatch(/^postgres:\/\/postern_app:\S+@127\.0\.0\.1:\d+\/postern\n$/);
    expect(err).toContain("does not run now");
  });

  it("ends when its reader has gone, and leaves nothing running", async () => {
    const child = start("cli.ts", "audit", "search", "--workspace", "demo", "--limit", "500", "--json");
    child.stdout?.destroy();
    child.stderr?.destroy();
    await once(child, "close");
    expect(findEmbedded(dataDir)?.isRunning).toBe(false);
  });

  it("stops the database that it had started when it is told to end", async () => {
    const child = start("cli.ts", "audit", "search", "--workspace", "demo", "--limit", "5000", "--json");
    await expect.poll(() => findEmbedded(dataDir)?.isRunning, { timeout: 60_000, interval: 5 }).toBe(true);
    child.kill("SIGTERM");
    await once(child, "close");
    expect([0, 143]).toContain(child.exitCode);
    expect(findEmbedded(dataDir)?.isRunning).toBe(false);
    expect(lockHolder(dataDir)).toBeNull();
  });

  it("works beside a running server, on the port of the last start, and leaves it running", async () => {
    const before = (await cli("database", "url", "--owner")).out;
    const server = start(
      ...["--input-type=module", "--eval"],
      `import { openDatabase } from "#db/boot.ts";
       const opened = await openDatabase({ role: "server", address: "http://127.0.0.1:1" });
       const timer = setInterval(() => {}, 1000);
       process.once("SIGTERM", () => { clearInterval(timer); void opened.close(); });
       console.log("ready");`,
    );
    if (server.stdout === null) throw new Error("no pipe");
    try {
      await once(server.stdout, "data");
      const { out: url, err } = await cli("database", "url", "--owner");
      expect({ url, err }).toEqual({ url: before, err: "" });
      const name = ["--environment", "development", "--name", "beside-server"];
      expect(await cli("key", "create", "--workspace", "demo", ...name, "--access", "write")).toMatchObject({
        status: 0,
      });
      const sql = postgres(url.trim(), { max: 1 });
      expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
      await sql.end();
      expect(server.exitCode).toBeNull();
    } finally {
      server.kill("SIGTERM");
      await once(server, "close");
    }
    expect(findEmbedded(dataDir)?.isRunning).toBe(false);
  });
});
