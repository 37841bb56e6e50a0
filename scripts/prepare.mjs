// The first step of every command: plain JavaScript without dependencies, for whatever Node 20 or newer is there.
// It talks on standard error only; standard output belongs to the command.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { useHooks } from "./use-hooks.mjs";

export const ROOT = resolve(fileURLToPath(new URL("..", import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const LOCK_FILE = join(ROOT, "package-lock.json");
const STAMP = join(MODULES, ".postern-lock");
const NODE_MAJOR = 24;

/** Installs the dependencies if the lock file says something else than what is there, and the commit hook. */
export function install() {
  useHooks(ROOT);
  const hash = createHash("sha256").update(readFileSync(LOCK_FILE)).digest("hex");
  if (read(STAMP) === hash) return;
  if (!matchesLockFile()) {
    say("Installing dependencies (about half a minute)…");
    const options = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
    if (!npm(["ci", ...options])) {
      // npm 11 refuses lock files from which another npm left out binaries of other platforms.
      say("npm ci refused the lock file; installing without it being changed…");
      if (!npm(["install", "--no-save", ...options])) fail("The dependencies could not be installed; see above.");
    }
  }
  writeFileSync(STAMP, hash);
}

/** @returns the path of a Node that can run Postern: the locked one, or the machine's own where that is new enough */
export function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const program = process.platform === "win32" ? "node.exe" : "node";
  const locked = join(MODULES, `node-${platform}-${process.arch}`, "bin", program);
  if (existsSync(locked) && spawnSync(locked, ["--version"]).status === 0) return locked;
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) return process.execPath;
  return fail(
    `Postern needs Node ${NODE_MAJOR} or newer, and brings it for Linux (glibc) and Windows only. ` +
      `This is Node ${process.versions.node} on ${process.platform}-${process.arch}: please install Node ${NODE_MAJOR}.`,
  );
}

/**
 * Runs a file of ours and ends as it ends.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, isTied?: boolean }} [options] isTied: the child learns when we are gone
 */
export function runAndExit(node, args, { env = {}, isTied = false } = {}) {
  const envFile = existsSync(".env") ? ["--env-file=.env"] : [];
  const child = spawn(node, [...envFile, "--disable-warning=ExperimentalWarning", ...args], {
    stdio: isTied ? ["inherit", "inherit", "inherit", "ipc"] : "inherit",
    env: { ...process.env, ...env },
  });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to all of us; a second one from here could cut the child's clean-up short.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  if (isTied) watchParents(() => child.kill("SIGTERM"));
  child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function fail(text) {
  say(text);
  process.exit(1);
}

export function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Whether what npm recorded about its last installation already is what the lock file asks for. */
function matchesLockFile() {
  const installed = read(join(MODULES, ".package-lock.json"));
  if (installed === null) return false;
  const have = JSON.parse(installed).packages;
  const want = JSON.parse(readFileSync(LOCK_FILE, "utf8")).packages;
  return Object.entries(want).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const found = have[path];
    return found === undefined ? optional === true : found.version === version && found.integrity === integrity;
  });
}

/** npm ci takes node_modules away, so it must not run on the Node that lies in there. */
function npm(args) {
  const outside = (path) => !path.startsWith(MODULES);
  const path = (process.env.PATH ?? "").split(delimiter).filter(outside).join(delimiter);
  const { npm_execpath: npmFile, npm_node_execpath: npmNode } = process.env;
  const node = [npmNode, process.execPath].find((candidate) => candidate && outside(candidate));
  const options = { cwd: ROOT, stdio: ["ignore", 2, 2], env: { ...process.env, PATH: path } };
  const run =
    npmFile?.endsWith("npm-cli.js") && node
      ? spawnSync(node, [npmFile, ...args], options)
      : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  return run.status === 0;
}

/** npm passes a signal to its shell only: when that, or npm itself, has gone, nobody is left to stop us. */
function watchParents(onGone) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const before = parents();
  setInterval(() => parents() === before || onGone(), 1000).unref();
}

/** Our parent and, where the system shows it, the parent's parent. */
function parents() {
  const stat = process.platform === "linux" ? readStat(process.ppid) : "";
  return `${process.ppid} ${stat.split(") ").at(-1)?.split(" ")[1] ?? ""}`;
}

function readStat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}
