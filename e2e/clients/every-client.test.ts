import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../../scripts/program.ts";
import { product } from "../fixtures/doors.ts";
import { openTask } from "../fixtures/mcp-task.ts";
import { runProgram } from "../fixtures/program.ts";
import type { Key } from "../fixtures/workspace.ts";

const PROGRAMS = join(import.meta.dirname, "programs");
const INSTALL_TIMEOUT_MS = 600_000;

/** On demand: they are large, and nothing else needs them. */
async function installClients(): Promise<void> {
  const lock = readFileSync(join(PROGRAMS, "package-lock.json"), "utf8");
  const done = join(PROGRAMS, "node_modules/.installed-lock.json");
  if (existsSync(done) && readFileSync(done, "utf8") === lock) return;
  const args = ["ci", "--prefix", PROGRAMS, "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, output } = await run("npm", args);
  if (status !== 0) throw new Error(output);
  writeFileSync(done, lock);
}

describe("clients of other makers", () => {
  let key: Key;

  beforeAll(async () => {
    await installClients();
    ({ key } = await openTask(product));
  }, INSTALL_TIMEOUT_MS);

  it.each(["mastra", "openai-agents", "langchain"])("%s lists the tools and calls one", async (name) => {
    const args = [join(PROGRAMS, `${name}.mjs`), `${product.url}/mcp`, key.token];
    const { status, stdout, stderr } = await runProgram(args, {});
    expect(status, stderr).toBe(0);
    const { tools, result } = JSON.parse(stdout) as { tools: string[]; result: unknown };
    expect(tools).toEqual(expect.arrayContaining(["whoami", "get_task", "create_task"]));
    expect(JSON.stringify(result)).toContain("WEB-1");
    expect(JSON.stringify(result)).toContain("Hello");
  });

  describe.each(["auto", "legacy", "modern"])("the Inspector's command line, era %s", (era) => {
    const inspect = async (...args: string[]) => {
      const options = [
        "--cli",
        `${product.url}/mcp`,
        "--transport",
        "http",
        "--protocol-era",
        era,
        "--format",
        "json",
        "-q",
      ];
      const header = ["--header", `Authorization: Bearer ${key.token}`];
      const inspector = join(PROGRAMS, "node_modules/.bin/mcp-inspector");
      const { status, stdout, stderr } = await runProgram([inspector, ...options, ...header, ...args], {});
      expect(status, stderr).toBe(0);
      return stdout;
    };

    it("lists and calls tools", async () => {
      expect(await inspect("--method", "tools/list")).toContain('"get_task"');
      const call = ["--tool-name", "get_task", "--tool-args-json", '{"task_id":"WEB-1"}'];
      expect(await inspect("--method", "tools/call", ...call)).toContain("Hello");
    });

    it("lists and reads resources, and lists prompts", async () => {
      expect(await inspect("--method", "resources/list")).toContain("postern://tasks/WEB-1");
      expect(await inspect("--method", "resources/read", "--uri", "postern://tasks/WEB-1")).toContain("Hello");
      expect(await inspect("--method", "prompts/list")).toContain("weekly_planning");
    });
  });
});
