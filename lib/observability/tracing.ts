/** Where a call stands in somebody's trace, as W3C Trace Context spells it. */
export interface TraceParent {
  readonly traceparent: string;
  readonly tracestate: string | null;
}

/** A call that is answered, as traces know it. Never its arguments, nor anything else that people wrote. */
export interface SpannedCall {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: TraceParent | null;
  /** `performance.now()` at its arrival. */
  readonly startedAt: number;
}

export interface CallEnding {
  /** `error.type` of the semantic conventions; null: it went well. */
  readonly errorType: string | null;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface RunningSpan {
  readonly traceId: string;
  end(ending: CallEnding): void;
}

export interface Tracing {
  start(call: SpannedCall): RunningSpan;
  /** Resolves when what has ended is delivered, or given up, soon; never rejects. */
  stop(): Promise<void>;
}

// Both doors evaluate this module, and the process starts tracing once.
const TRACING = Symbol.for("postern.tracing");
const holder = globalThis as { [TRACING]?: Tracing | null };

/** Null unless the operator has said where traces go: a call then costs this look and no more. */
export function tracing(): Tracing | null {
  return holder[TRACING] ?? null;
}

export function useTracing(started: Tracing | null): void {
  holder[TRACING] = started;
}
