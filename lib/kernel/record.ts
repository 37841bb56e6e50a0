import { type AuditEvent, type AuditStatus, type Change, redact, redactText } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { AppError, ErrorCode } from "#lib/errors/index.ts";
import type { Preview } from "#lib/safe-writes/index.ts";
import { auditActor } from "./actor.ts";
import { type Context, environmentInForce } from "./context.ts";
import type { Operation } from "./operation.ts";

const MAX_CLOCK_DRIFT_MS = 2;
/** The history of changes keeps every one; the event, which lists are made of, must stay of a size to be read. */
const MAX_CHANGES_IN_EVENT = 200;
const MAX_CHANGES_CHARACTERS = 500_000;
let clock = { wall: Date.now(), monotonic: performance.now() };
let lastMicroseconds = 0;

/** Everything that is known about one call when its event is written. */
export interface Call {
  readonly operation: Operation;
  readonly ctx: Context;
  readonly rawInput: unknown;
  readonly reason: string | null;
  readonly idempotencyKey: string | null;
  /** How a person agreed to it; null where nobody had to. */
  readonly confirmation: AuditEvent["confirmation"];
  /** Whether its caller can show all of a preview; null: it hands previews on. */
  readonly canShow: ((preview: Preview) => boolean) | null;
  /** Set when the stored write is worked out anew, at another version than it was asked for with. */
  readonly versionNow: number | null;
  /** `performance.now()` at the start. */
  readonly startedAt: number;
}

export function succeeded(
  call: Call,
  status: "success" | "dry_run" | "preview",
  ended: { readonly id: string; readonly output: unknown; readonly changes: readonly Change[] },
): AuditEvent {
  return {
    ...common(call),
    id: ended.id,
    status,
    errorCode: null,
    errorReason: null,
    target: targetOf(call, ended.changes),
    result: call.operation.keepsResult === false ? null : redact(ended.output, call.operation.output),
    changes: call.operation.effect === "read" ? null : redactChanges(ended.changes),
  };
}

/** @param hiddenBy the finer reason why something was not found, which is not the caller's to know */
export function failed(call: Call, error: AppError, hiddenBy: string | null = null): AuditEvent {
  return {
    ...common(call),
    id: newId(),
    status: STATUS_OF_ERROR[error.code],
    errorCode: error.code,
    errorReason: hiddenBy ?? error.details.reason ?? null,
    target: targetOf(call, []),
    result: null,
    changes: null,
  };
}

const STATUS_OF_ERROR = {
  validation: "error",
  unauthenticated: "denied",
  forbidden: "denied",
  step_up_required: "denied",
  not_found: "error",
  conflict: "error",
  confirmation_required: "denied",
  preview_stale: "error",
  rate_limited: "denied",
  unavailable: "error",
  internal: "error",
} as const satisfies Record<ErrorCode, AuditStatus>;

function common(call: Call) {
  const { operation, ctx, rawInput, reason, confirmation, idempotencyKey, startedAt } = call;
  return {
    occurredAt: microseconds(),
    workspaceId: ctx.workspaceId,
    environment: environmentInForce(operation.wall, ctx),
    action: operation.name,
    version: operation.eventVersion ?? 1,
    effect: operation.effect,
    channel: ctx.channel,
    tool: ctx.tool,
    actor: auditActor(ctx.actor),
    params: redact(rawInput, operation.input),
    reason: reason === null ? null : redactText(reason),
    confirmation,
    idempotencyKey,
    source: ctx.source,
    durationUs: Math.round((performance.now() - startedAt) * 1000),
    foldedCount: 1,
  };
}

function targetOf({ operation, rawInput }: Call, changes: readonly Change[]): AuditEvent["target"] {
  const [first] = changes;
  if (first) return first.target;
  const parsed = operation.target && operation.input.safeParse(rawInput);
  const target = parsed?.success ? operation.target?.(parsed.data) : null;
  return target ? { ...target, label: null } : null;
}

function redactChanges(changes: readonly Change[]): readonly Change[] {
  const kept: Change[] = [];
  let characters = 0;
  for (const { target, before, after } of changes.slice(0, MAX_CHANGES_IN_EVENT)) {
    const safe = {
      target: { ...target, label: redactText(target.label) },
      before: redact(before) as Change["before"],
      after: redact(after) as Change["after"],
    };
    characters += JSON.stringify(safe).length;
    if (characters > MAX_CHANGES_CHARACTERS) break;
    kept.push(safe);
  }
  const left = changes.length - kept.length;
  if (left === 0) return kept;
  return [...kept, { target: { type: "cut", id: "", label: `[cut: ${left} more]` }, before: null, after: null }];
}

/**
 * Now, ISO 8601 in UTC with microseconds: JavaScript's Date alone has milliseconds. Later each time, so that events are
 * listed in the order in which this process recorded them.
 */
export function microseconds(): string {
  const monotonic = performance.now();
  let now = clock.wall + (monotonic - clock.monotonic);
  const wall = Date.now();
  // The monotonic clock stands still while the machine sleeps, and knows nothing of corrections of the wall clock.
  if (Math.abs(now - wall) > MAX_CLOCK_DRIFT_MS) {
    clock = { wall, monotonic };
    now = wall;
  }
  lastMicroseconds = after(lastMicroseconds, Math.floor(now * 1000));
  const micros = lastMicroseconds % 1000;
  return new Date((lastMicroseconds - micros) / 1000).toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`);
}

/** A clock that was set back by more than it may drift is followed: time would stand still otherwise. */
function after(last: number, now: number): number {
  return now > last || last - now > 2_000 * MAX_CLOCK_DRIFT_MS ? now : last + 1;
}
