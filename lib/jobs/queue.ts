import { PgBoss } from "pg-boss";
import { openQueueConnection } from "#db/queue-connection.ts";
import { QUEUE_SCHEMA } from "#db/queue-schema.ts";
import { logger } from "#lib/observability/index.ts";

const STOP_TIMEOUT_MS = 15_000;
const POLLING_SECONDS = 1;
const BATCH_SIZE = 10;
const KEEP_ENDED_SECONDS = 3_600;

/** A kind of work that one of all instances does, one job at a time for each key. */
export interface QueuedJob<T extends object> {
  readonly name: string;
  /** Longer than any run; after it, the run counts as lost. */
  readonly expireSeconds: number;
  readonly run: (data: T) => Promise<unknown>;
}

export interface Queue<T extends object> {
  /** Adds what is not waiting or running yet, by key. */
  readonly add: (jobs: readonly { readonly key: string; readonly data: T }[]) => Promise<void>;
  /** Takes no more, and lets runs under way end. */
  readonly stop: () => Promise<void>;
}

/**
 * Takes part in the work on a queue that all instances share. Jobs are not tried again here: what is still to be done is
 * known by its own rows, and is added again from there.
 * @param url in the application's role, which uses the queue's tables and owns none
 */
export async function startQueue<T extends object>(url: string, job: QueuedJob<T>): Promise<Queue<T>> {
  const { db, close } = openQueueConnection(url);
  const boss = new PgBoss({
    db,
    schema: QUEUE_SCHEMA,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
  });
  boss.on("error", (error) => logger().error({ err: error, queue: job.name }, "queue failed"));
  await boss.start();
  // Exclusive: one job for each key, waiting or running.
  await boss.createQueue(job.name, {
    policy: "exclusive",
    retryLimit: 0,
    expireInSeconds: job.expireSeconds,
    deleteAfterSeconds: KEEP_ENDED_SECONDS,
  });
  const options = { pollingIntervalSeconds: POLLING_SECONDS, batchSize: BATCH_SIZE, burstWhenBatchFull: true };
  await boss.work<T>(job.name, options, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => runLogged(job, data)));
  });
  return {
    add: async (jobs) => {
      await boss.insert(
        job.name,
        jobs.map(({ key, data }) => ({ singletonKey: key, data })),
      );
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
      await close();
    },
  };
}

/** One failed job must not take the others of its batch with it. */
async function runLogged<T extends object>({ name, run }: QueuedJob<T>, data: T): Promise<void> {
  try {
    await run(data);
  } catch (error) {
    logger().error({ err: error, queue: name }, "queued job failed");
  }
}
