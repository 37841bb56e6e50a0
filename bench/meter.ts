// The loop that both sides of key-verification.ts run in a process of their own.
const AT_ONCE = 16;

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Answers the parent's `{ seconds }` with rate and latencies of `verify`, 16 at a time, over all keys in turn. */
export function serveMeter(keys: readonly string[], verify: (key: string) => Promise<boolean>): void {
  process.on("message", ({ seconds }: { seconds: number }) => {
    // A failure ends the process, and the parent sees that.
    void measure(keys, verify, seconds).then((measured) => process.send?.(measured));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("ready");
}

async function measure(
  keys: readonly string[],
  verify: (key: string) => Promise<boolean>,
  seconds: number,
): Promise<Measured> {
  const startedAt = performance.now();
  const times: number[] = [];
  let next = 0;
  const work = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      const key = keys[next++ % keys.length] ?? "";
      const begunAt = performance.now();
      if (!(await verify(key))) throw new Error("a good key was refused");
      times.push(performance.now() - begunAt);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  return { perSecond: times.length / elapsedSeconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}
