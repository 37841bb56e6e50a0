/** How far a piece of work has come. */
export interface ProgressLine {
  readonly done: number;
  readonly total: number;
}

/** More would only be noise on the way; a bar has no more steps than this. */
const MAX_LINES = 100;

/**
 * Does a piece of work and answers with lines of JSON while it runs: how far it has come, and at the end what it gave. The
 * lines come from the process that does the work, so any number of instances need no place to meet. Whoever goes away
 * misses the lines; the work goes on to its end.
 * @param work gets where to report to; it should answer refusals instead of throwing them
 */
export function progressStream<T>(
  work: (report: (done: number, total: number) => void) => Promise<T>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isWatched = true;
  return new ReadableStream({
    start(controller) {
      const write = (line: ProgressLine | { readonly result: T }) => {
        if (isWatched) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      let isOver = false;
      const report = (done: number, total: number) => {
        if (!isOver && done % Math.ceil(total / MAX_LINES) === 0) write({ done, total });
      };
      // Not waited for: the stream is there, and read, while the work runs.
      void work(report).then(
        (result) => {
          isOver = true;
          write({ result });
          if (isWatched) controller.close();
        },
        (error: unknown) => {
          isOver = true;
          if (isWatched) controller.error(error);
        },
      );
    },
    cancel() {
      isWatched = false;
    },
  });
}

/** No compression and no buffer on the way, which would hold lines back. */
export const PROGRESS_HEADERS = {
  "content-type": "application/x-ndjson; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
} as const;
