import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DOORS, product } from "./fixtures/doors.ts";
import { type HeaderProxy, startHeaderProxy } from "./fixtures/header-proxy.ts";
import { runProgram } from "./fixtures/program.ts";
import { createKey, createWorkspace } from "./fixtures/workspace.ts";

const SUITE = "node_modules/@modelcontextprotocol/conformance/dist/index.js";

/**
 * The scenarios that need no fixtures of the suite's own: those a product can pass as it is. server-stateless has four
 * checks that do; the suite itself calls them not testable.
 */
const SCENARIOS = {
  "2026-07-28": [
    "server-stateless",
    "tools-list",
    "server-sse-multiple-streams",
    "sep-2164-resource-not-found",
    "dns-rebinding-protection",
    "http-header-validation",
    "input-required-result-missing-input-response",
    "input-required-result-unsupported-methods",
    "input-required-result-ignore-extra-params",
    "input-required-result-validate-input",
  ],
  "2025-11-25": ["server-initialize", "ping", "tools-list", "dns-rebinding-protection", "server-sse-multiple-streams"],
} as const;

const CASES = Object.entries(SCENARIOS).flatMap(([version, names]) => names.map((name) => [version, name] as const));

describe.each(DOORS)("the official conformance suite, at %s", (_, url) => {
  let proxy: HeaderProxy;
  let folder: string;

  beforeAll(async () => {
    const workspace = await createWorkspace(product, "Conformance");
    const key = await createKey(product, workspace);
    proxy = await startHeaderProxy(url, key.token);
    folder = mkdtempSync(join(tmpdir(), "postern-conformance-"));
  });
  afterAll(() => {
    proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(CASES)("%s: %s", async (version, scenario) => {
    const output = mkdtempSync(join(folder, "run-"));
    const options = ["--url", `${proxy.url}/mcp`, "--spec-version", version, "-o", output];
    const { stdout, stderr } = await runProgram([SUITE, "server", "--scenario", scenario, ...options], {});
    const checks = readChecks(output);
    expect(checks.length, `${stdout}\n${stderr}`).toBeGreaterThan(0);
    expect(checks.filter(isFailure)).toEqual([]);
  });
});

interface Check {
  readonly id: string;
  readonly status: "SUCCESS" | "FAILURE" | "WARNING" | "SKIPPED" | "INFO";
  readonly errorMessage?: string;
}

function isFailure({ status, errorMessage = "" }: Check): boolean {
  return status === "FAILURE" && !errorMessage.startsWith("Not testable: server does not list the diagnostic tool");
}

function readChecks(output: string): readonly Check[] {
  const [run = ""] = readdirSync(output);
  return JSON.parse(readFileSync(join(output, run, "checks.json"), "utf8")) as Check[];
}
