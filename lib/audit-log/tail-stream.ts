import type { TailBatch } from "./follow-tail.ts";

const RECONNECT_MS = 2_000;
const HEARTBEAT_MS = 15_000;
/** A reader who takes nothing for so long is dropped, and can go on from where they were. */
const STALL_MS = 30_000;

/**
 * A tail as server-sent events (HTML, §9.2). `ready` comes first, `events` has a list of them, `sealed` says that a head
 * was signed, `ended` that it is no longer allowed. Each carries the position as its id, with which a browser comes back by itself. Nothing is read ahead of
 * the reader: one batch at a time waits for them.
 * @param stop ends the tail's looking; aborted from outside, the answer just breaks off, and the reader comes back
 */
export function tailStream(
  batches: AsyncGenerator<TailBatch, void, undefined>,
  first: number,
  stop: AbortController,
  stallMs = STALL_MS,
): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  let position = first;
  let covered: number | null = null;
  let sentAt = Date.now();
  let stalled: NodeJS.Timeout | undefined;

  function send(controller: ReadableStreamDefaultController<Uint8Array>, said: string) {
    sentAt = Date.now();
    controller.enqueue(text.encode(said));
    stalled = setTimeout(() => {
      stop.abort();
      controller.error(new Error("the reader takes nothing"));
    }, stallMs).unref();
  }

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => send(controller, `retry: ${RECONNECT_MS}\n${block("ready", first, {})}`),
      async pull(controller) {
        clearTimeout(stalled);
        for (;;) {
          const { done, value } = await batches.next();
          if (done) {
            if (!stop.signal.aborted) controller.enqueue(text.encode(block("ended", position, {})));
            stop.abort();
            return controller.close();
          }
          const isSealed = covered !== null && value.covered !== covered;
          const isDue = isSealed || value.position !== position || Date.now() - sentAt > HEARTBEAT_MS;
          ({ position, covered } = value);
          if (isDue) return send(controller, batchBlock(value) + (isSealed ? block("sealed", position, {}) : ""));
        }
      },
      cancel() {
        clearTimeout(stalled);
        stop.abort();
      },
    },
    { highWaterMark: 1 },
  );
}

/** Without data it is no event, only the place from which to go on. */
function batchBlock({ items, position }: TailBatch): string {
  const events = items.map(({ event }) => event);
  return events.length === 0 ? `id: ${position}\n\n` : block("events", position, events);
}

function block(event: string, id: number, data: unknown): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
