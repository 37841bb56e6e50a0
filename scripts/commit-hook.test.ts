import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { generateToken } from "#lib/api-keys/token.ts";
import { ROOT } from "./program.ts";
import { HOOKS, useHooks } from "./use-hooks.mjs";

// A machine may run a copy of the product without git; then there are no commits either.
const hasGit = spawnSync("git", ["--version"]).status === 0;

describe.runIf(hasGit)("the commit hook, in a repository of its own", { timeout: 60_000 }, () => {
  let folder = "";
  beforeAll(() => {
    // Neither the person's own settings, nor what git tells its hooks, in case these tests are run by one.
    for (const settings of ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"]) vi.stubEnv(settings, "/dev/null");
    for (const place of ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"]) vi.stubEnv(place, undefined);
  });
  afterAll(() => vi.unstubAllEnvs());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "postern-commit-"));
    git("init", "--quiet");
    symlinkSync(join(ROOT, HOOKS), join(folder, HOOKS));
    useHooks(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is set up by the first step of every command", () => {
    expect(git("config", "--local", "core.hooksPath").stdout.trim()).toBe(HOOKS);
  });

  it("refuses a live key, without printing it, and takes the same file with a hint instead", () => {
    const { token } = generateToken("production");
    const refused = commit("claude.json", `{"headers":{"Authorization":"Bearer ${token}"}}`);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("claude.json:1: is an API key with the right checksum; revoke it");
    expect(refused.stderr).not.toContain(token);
    expect(git("rev-parse", "--verify", "--quiet", "HEAD").status).toBe(1);
    expect(commit("claude.json", '{"key":"pst_prod_…x7Qa"}').status).toBe(0);
  });

  it("looks at what is staged, not at what the disk says by now", () => {
    stage("notes.txt", generateToken("staging").token);
    writeFileSync(join(folder, "notes.txt"), "clean");
    expect(git("commit", "--quiet", "--message", "notes").stderr).toContain("notes.txt:1");
  });

  it("lets a commit pass that takes a key away, and one that has no text in it", () => {
    stage("old.txt", generateToken("development").token);
    git("commit", "--quiet", "--no-verify", "--message", "leak");
    git("rm", "--quiet", "old.txt");
    expect(git("commit", "--quiet", "--message", "removed").status).toBe(0);
    expect(commit("picture.bin", Buffer.from([0, 1, 2, 255])).status).toBe(0);
  });

  it("leaves hooks that somebody chose themselves", () => {
    git("config", "--local", "core.hooksPath", "elsewhere");
    useHooks(folder);
    expect(git("config", "--local", "core.hooksPath").stdout.trim()).toBe("elsewhere");
  });

  function stage(path: string, content: string | Buffer) {
    writeFileSync(join(folder, path), content);
    git("add", path);
  }

  function commit(path: string, content: string | Buffer) {
    stage(path, content);
    return git("commit", "--quiet", "--message", path);
  }

  function git(...args: string[]) {
    return spawnSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
  }
});
