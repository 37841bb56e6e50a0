/** Writes what arrived together for one thing, and answers with what the thing stands at. */
export type WriteTogether<I, O> = (items: readonly I[]) => Promise<O>;

interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (result: O) => void;
  readonly reject: (error: unknown) => void;
}

export type Queues<I, O> = Map<string, Waiting<I, O>[]>;

/**
 * One write at a time for each key: what arrives while one is under way goes into the next, all of it together. A flood
 * on one row then takes one connection instead of all of them.
 * @param queues shared by all who write the same things
 * @returns when the item is written
 */
export function coalesce<I, O>(queues: Queues<I, O>, key: string, item: I, write: WriteTogether<I, O>): Promise<O> {
  const { promise, resolve, reject } = Promise.withResolvers<O>();
  const queue = queues.get(key);
  if (queue) queue.push({ item, resolve, reject });
  else {
    queues.set(key, [{ item, resolve, reject }]);
    void drain(queues, key, write);
  }
  return promise;
}

async function drain<I, O>(queues: Queues<I, O>, key: string, write: WriteTogether<I, O>): Promise<void> {
  for (;;) {
    const batch = queues.get(key)?.splice(0) ?? [];
    if (batch.length === 0) break;
    try {
      const result = await write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve(result);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  queues.delete(key);
}
