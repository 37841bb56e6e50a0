const STOPPING = Symbol.for("postern.stopping");
const holder = globalThis as { [STOPPING]?: boolean };

/** True once the process has begun to shut down: it still answers, but should be sent nothing new. */
export function isStopping(): boolean {
  return holder[STOPPING] === true;
}

export function markStopping(): void {
  holder[STOPPING] = true;
}
