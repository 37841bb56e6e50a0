import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, it } from "vitest";
import { refusalOf } from "../testing/index.ts";
import { postgresAccount } from "./account.ts";
import { clusterDir } from "./cluster.ts";
import { type Embedded, openEmbedded } from "./index.ts";
import { runningPostmaster } from "./postmaster.ts";
import { lastPort } from "./start.ts";

// The name is that of the test database's leftovers, which the next run removes if this one is killed.
let dataDir: string;
let count = 0;
const opened: Embedded[] = [];

beforeEach(() => {
  count += 1;
  dataDir = join(tmpdir(), `postern-test-${process.pid}-embedded-${count}`);
  mkdirSync(dataDir, { mode: 0o711 });
});
afterEach(async () => {
  for (const embedded of opened.splice(0).reverse()) await embedded.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(role: "server" | "command"): Promise<Embedded> {
  const embedded = await openEmbedded({ dataDir, role, address: "http://127.0.0.1:3999" });
  opened.push(embedded);
  return embedded;
}

async function ask(url: string, query: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql.unsafe(query);
    return row?.answer;
  } finally {
    await sql.end();
  }
}

it("makes a database whose secrets only its user can read, and keeps both over a restart", async () => {
  const first = await open("server");
  await ask(first.urls.databaseOwnerUrl, "create table kept (answer int)");
  await ask(first.urls.databaseOwnerUrl, "insert into kept values (42)");
  expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
  await opened.pop()?.close();
  expect(runningPostmaster(clusterDir(dataDir))).toBeNull();
  const second = await open("server");
  expect(second.secrets).toEqual(first.secrets);
  expect(await ask(second.urls.databaseOwnerUrl, "select answer from kept")).toBe(42);
});

it("listens on a socket in its own folder, beside loopback", async () => {
  const { urls, socket } = await open("server");
  const sql = postgres(urls.databaseUrl, { max: 1, path: socket ?? "" });
  const rows = await sql`select inet_client_addr() as address`;
  await sql.end();
  expect(rows).toEqual([{ address: null }]);
  expect(statSync(clusterDir(dataDir)).mode & 0o777).toBe(0o700);
});

it("refuses a second server, saying where the first one is", async () => {
  await open("server");
  const refusal = await refusalOf(open("server"));
  expect(refusal.code).toBe("conflict");
  expect(refusal.message).toContain(`process ${process.pid} at http://127.0.0.1:3999`);
});

it("lets a command use the running server's database, and leaves it running", async () => {
  const server = await open("server");
  const command = await open("command");
  expect(command.isOurs).toBe(false);
  expect(command.urls).toEqual(server.urls);
  await command.close();
  expect(await ask(server.urls.databaseUrl, "select 1 as answer")).toBe(1);
});

it("starts again after the process was killed and PostgreSQL lived on", async () => {
  const script = `
    const { openEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, "index.ts"))});
    await openEmbedded({ dataDir: ${JSON.stringify(dataDir)}, role: "server", address: null });
    console.log("open");
    setInterval(() => 0, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const orphan = runningPostmaster(clusterDir(dataDir));
  expect(orphan).not.toBeNull();
  const server = await open("server");
  expect(await ask(server.urls.databaseUrl, "select 1 as answer")).toBe(1);
  expect(runningPostmaster(clusterDir(dataDir))?.pid).not.toBe(orphan?.pid);
});

it("starts beside lock files that name a living process which is no database server", async () => {
  await open("server");
  await opened.pop()?.close();
  const account = postgresAccount();
  // PostgreSQL minds the processes of its own user only.
  const other = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], {
    ...account,
    cwd: "/",
    stdio: "ignore",
  });
  try {
    const cluster = clusterDir(dataDir);
    const port = lastPort(dataDir) ?? 0;
    const lock = `${other.pid}\n${cluster}\n${Math.trunc(Date.now() / 1000)}\n${port}\n${cluster}\n`;
    for (const name of ["postmaster.pid", `.s.PGSQL.${port}.lock`]) writeFileSync(join(cluster, name), lock);
    const { urls } = await open("server");
    expect(await ask(urls.databaseUrl, "select 1 as answer")).toBe(1);
  } finally {
    other.kill("SIGKILL");
  }
});

it("refuses to make new secrets for a database that has lost them", async () => {
  await open("server");
  await opened.pop()?.close();
  rmSync(join(dataDir, "secrets.json"));
  expect((await refusalOf(open("server"))).message).toContain("secrets.json is missing");
});
