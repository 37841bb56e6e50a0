import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type ProgramOptions, run } from "./program.ts";
import type { Count, Step } from "./steps.ts";

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
});

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** One project of vitest.config.ts, or some of its files, counted test by test. */
export function vitest(project: string, options: ProgramOptions = {}, files: readonly string[] = []): Step {
  return {
    name: `${files.length === 0 ? project : files.join(", ")} tests (Vitest)`,
    run: () =>
      withReport(async (path) => {
        const args = [
          "run",
          "--project",
          project,
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${path}`,
          ...files,
        ];
        const { status, output } = await run("vitest", args, options);
        const report = VitestReport.safeParse(readJson(path));
        if (!report.success) return { passed: 0, failed: 1, output };
        const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = report.data;
        // A file that can't even be loaded has no failed tests in it.
        const failed = Math.max(numFailedTests, numFailedTestSuites > 0 || status !== 0 ? 1 : 0);
        return { passed, failed, output };
      }),
  };
}

/** The Playwright specs, counted test by test; one that only passed when repeated counts as failed. */
export function playwright(options: ProgramOptions = {}): Step {
  return {
    name: "end-to-end tests in the browser (Playwright)",
    run: () =>
      withReport(async (path) => {
        const env = { ...options.env, PLAYWRIGHT_JSON_OUTPUT_FILE: path };
        const { status, output } = await run("playwright", ["test", "--reporter=line,json"], { ...options, env });
        const report = PlaywrightReport.safeParse(readJson(path));
        if (!report.success) return { passed: 0, failed: 1, output };
        const { expected, unexpected, flaky } = report.data.stats;
        const failed = unexpected + flaky + report.data.errors.length;
        return { passed: expected, failed: Math.max(failed, status === 0 ? 0 : 1), output };
      }),
  };
}

async function withReport(work: (path: string) => Promise<Count>): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), "postern-report-"));
  try {
    return await work(join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
