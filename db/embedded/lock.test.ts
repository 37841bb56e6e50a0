import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockHolder, releaseLock, takeLock } from "./lock.ts";
import { startMark } from "./process-identity.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "postern-lock-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const writeLock = (holder: object) => writeFileSync(join(dataDir, "lock.json"), JSON.stringify(holder));

it("is taken by one, who is named to the second", () => {
  expect(takeLock(dataDir, "server", "http://127.0.0.1:3000")).toBeNull();
  const holder = takeLock(dataDir, "server", null);
  expect(holder).toMatchObject({ pid: process.pid, role: "server", address: "http://127.0.0.1:3000" });
  releaseLock(dataDir);
  expect(lockHolder(dataDir)).toBeNull();
});

it("is taken over from a process that was killed", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]);
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  writeLock({ pid, role: "server", startMark: startMark(pid), address: null });
  expect(takeLock(dataDir, "server", null)?.pid).toBe(pid);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(takeLock(dataDir, "server", null)).toBeNull();
});

it("is taken over when its process id now belongs to another program", () => {
  writeLock({ pid: process.ppid, role: "server", startMark: "another boot 1", address: null });
  expect(takeLock(dataDir, "server", null)).toBeNull();
});

it("is taken over when it is damaged, and given back only by its holder", () => {
  writeFileSync(join(dataDir, "lock.json"), "{");
  expect(takeLock(dataDir, "command", null)).toBeNull();
  writeLock({ pid: process.ppid, role: "server", startMark: startMark(process.ppid), address: null });
  releaseLock(dataDir);
  expect(JSON.parse(readFileSync(join(dataDir, "lock.json"), "utf8"))).toMatchObject({ pid: process.ppid });
});
