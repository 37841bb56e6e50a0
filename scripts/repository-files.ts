import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./program.ts";

const NOT_SOURCES = /^(node_modules|\.git|\.next|\.postern|test-results|playwright-report|coverage)(\/|$)/;

/** Files that are in the repository or would be with the next commit; of a copy without git, all that are no products. */
export function repositoryFiles(): string[] {
  return everyRepositoryFile().filter((path) => readText(path) !== null);
}

/** The same, texts or not. */
export function everyRepositoryFile(): string[] {
  return (fromGit() ?? fromDisk()).filter((path) => statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile());
}

function fromGit(): string[] | null {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z"];
  const { status, stdout } = spawnSync("git", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 64_000_000 });
  return status === 0 ? stdout.split("\0").filter((path) => path !== "") : null;
}

function fromDisk(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_SOURCES.test(path)) return [];
    return entry.isDirectory() ? fromDisk(path) : [path];
  });
}

/** Null for what is deleted, a folder, or no text. */
export function readText(path: string): string | null {
  try {
    const bytes = readFileSync(join(ROOT, path));
    return bytes.includes(0) ? null : bytes.toString("utf8");
  } catch {
    return null;
  }
}
