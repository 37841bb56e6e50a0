/** The command was told to end (Ctrl-C, a stopped container). */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly exitStatus: number;
  constructor(exitStatus: number) {
    super("interrupted");
    this.exitStatus = exitStatus;
  }
}

/** `work`, or the interruption if that comes first. */
export async function untilInterrupted<T>(work: Promise<T>, interruption: AbortSignal | undefined): Promise<T> {
  if (interruption === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const interrupt = () => reject(interruption.reason);
  if (interruption.aborted) interrupt();
  interruption.addEventListener("abort", interrupt, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    interruption.removeEventListener("abort", interrupt);
  }
}
