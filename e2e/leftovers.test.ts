import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { ownedPrefix } from "#db/testing/leftovers.ts";
import { FOLDER_PREFIX, noteProcess, removeLeftovers } from "./fixtures/leftovers.ts";

const started: ChildProcess[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A process that goes on until somebody ends it, at a point where it can be ended. */
async function startLasting(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"]);
  started.push(child);
  await once(child.stdout, "data");
  return child;
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

it("a killed run's processes and folder are removed by the next one, whatever else runs is left alone", async () => {
  const [left, used, stranger] = [await startLasting(), await startLasting(), await startLasting()];
  const abandoned = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${await deadProcess()}-`));
  const own = mkdtempSync(ownedPrefix(FOLDER_PREFIX));
  folders.push(abandoned, own);
  mkdirSync(join(abandoned, "data"));
  noteProcess(abandoned, left.pid ?? 0);
  noteProcess(own, used.pid ?? 0);
  const ended = once(left, "exit");
  await removeLeftovers();
  expect(await ended).toEqual([null, "SIGTERM"]);
  expect([existsSync(abandoned), existsSync(own)]).toEqual([false, true]);
  for (const child of [used, stranger]) expect([child.exitCode, child.signalCode]).toEqual([null, null]);
});
