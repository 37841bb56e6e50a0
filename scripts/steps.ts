import { run } from "./program.ts";

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** What to show when something failed. */
  readonly output: string;
}

export interface Step {
  readonly name: string;
  readonly run: () => Promise<Count>;
}

/** A step that is one check: it passes or fails as a whole. */
export function check(name: string, command: string, args: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const { status, output } = await run(command, args);
      return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, output };
    },
  };
}

/** Runs the steps one after the other, all of them, and tells how each went. */
export async function runSteps(steps: readonly Step[]): Promise<{ readonly passed: number; readonly failed: number }> {
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    process.stdout.write(`\n▸ ${step.name}\n`);
    const startedAt = performance.now();
    const { passed, failed, output } = await step.run().catch(crashed);
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (failed > 0) process.stdout.write(`${output.trimEnd()}\n`);
    process.stdout.write(`${failed > 0 ? "✗" : "✓"} ${step.name}: ${passed} passed, ${failed} failed (${seconds} s)\n`);
  }
  return total;
}

/** Prints the last line, which scripts read, and sets the exit status: nothing run is no success. */
export function finish({ passed, failed }: { readonly passed: number; readonly failed: number }): void {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

function crashed(error: unknown): Count {
  return { passed: 0, failed: 1, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
