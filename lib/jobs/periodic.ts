import { logger } from "#lib/observability/index.ts";

export interface PeriodicJob {
  readonly name: string;
  readonly everySeconds: number;
  readonly run: () => Promise<void>;
}

/**
 * Runs each job now and then again, never twice at a time in this process. A failure is logged and tried again next time.
 * @returns stops them, after the runs under way
 */
export function runPeriodically(jobs: readonly PeriodicJob[]): () => Promise<void> {
  const stop = new AbortController();
  const loops = jobs.map((job) => loop(job, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(loops);
  };
}

async function loop({ name, everySeconds, run }: PeriodicJob, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await run().catch((error: unknown) => logger().error({ err: error, job: name }, "job failed"));
    await pause(everySeconds * 1000, stop);
  }
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (stop.aborted) resolve();
  const timer = setTimeout(resolve, ms).unref();
  stop.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}
