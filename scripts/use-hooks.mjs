import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const HOOKS = ".githooks";

/**
 * Makes git run the repository's hooks. A copy without git has none, and whoever chose hooks of their own keeps them.
 * @param {string} root the folder of the repository
 */
export function useHooks(root) {
  if (!existsSync(join(root, ".git"))) return;
  const git = (...args) => spawnSync("git", ["config", ...args], { cwd: root, encoding: "utf8" });
  if (git("--get", "core.hooksPath").status === 1) git("--local", "core.hooksPath", HOOKS);
}
