// Refuses what is staged for a commit where it looks like a live key, a private key or somebody's real address.
import { execFileSync } from "node:child_process";
import { decodeText, findSuspicious } from "./suspicious-text.ts";

const problems = stagedFiles().flatMap((path) => findSuspicious(path, stagedText(path)));
if (problems.length > 0) {
  process.stderr.write(`This commit is refused:\n${problems.join("\n")}\n`);
  process.exitCode = 1;
}

function stagedFiles(): string[] {
  const changed = git(["diff", "--cached", "--name-only", "--diff-filter=d", "--ignore-submodules", "-z"]);
  return changed
    .toString("utf8")
    .split("\0")
    .filter((path) => path !== "");
}

/** What would be committed, whatever the file on the disk says by now. */
function stagedText(path: string): string {
  return decodeText(git(["cat-file", "blob", `:${path}`]));
}

function git(args: readonly string[]): Buffer {
  return execFileSync("git", args, { maxBuffer: 256_000_000 });
}
