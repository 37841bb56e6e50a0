import { send } from "#db/statement.ts";
import { type GlobalDb, type Tx, withoutWorkspace } from "#db/tenant.ts";
import type { AuditEvent } from "./event.ts";
import { toRow } from "./row.ts";

const MAX_BATCH = 200;

// What the environment's policy does not keep of an event, the database leaves out as it writes: every writer goes
// through there, and the policy is the one in force at that moment.

/** Appends inside a write's own transaction: the change and its event commit together or not at all. */
export async function appendInTransaction(tx: Tx, event: AuditEvent): Promise<void> {
  const rows = JSON.stringify([toRow(event)]);
  await send(tx, "insert into audit_events select * from kept_audit_events($1::jsonb)", [rows]);
}

/** The same for an act that belongs to no one workspace, in a transaction that is in none. */
export async function appendAcrossWorkspaces(tx: Tx, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0) await insert(tx, events);
}

/**
 * Appends outside a transaction and resolves when the event is durable. Events that arrive while others are being
 * written share the next statement and its commit; at rest one goes out at once. One write at a time: a commit costs
 * the database as much as six events do, so that a second one beside it would cost more than the waiting.
 */
export function append(event: AuditEvent): Promise<void> {
  const state = appender();
  return new Promise((resolve, reject) => {
    state.waiting.push({ event, resolve, reject });
    flush(state);
  });
}

/** Resolves when nothing is waiting to be written: part of an orderly shutdown. */
export async function drainAudit(): Promise<void> {
  const state = appender();
  while (state.waiting.length > 0 || state.isFlushing) {
    await new Promise<void>((resolve) => state.idle.push(resolve));
  }
}

interface Waiting {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
interface Appender {
  readonly waiting: Waiting[];
  idle: (() => void)[];
  isFlushing: boolean;
}

const APPENDER = Symbol.for("postern.audit.appender");
const holder = globalThis as { [APPENDER]?: Appender };

function appender(): Appender {
  holder[APPENDER] ??= { waiting: [], idle: [], isFlushing: false };
  return holder[APPENDER];
}

function flush(state: Appender): void {
  if (state.isFlushing || state.waiting.length === 0) return;
  state.isFlushing = true;
  // One turn of the event loop gathers what arrived together.
  setImmediate(() => {
    const batch = state.waiting.splice(0, MAX_BATCH);
    void write(batch).finally(() => {
      state.isFlushing = false;
      flush(state);
      if (!state.isFlushing) notifyIdle(state);
    });
  });
}

function notifyIdle(state: Appender): void {
  const listeners = state.idle;
  state.idle = [];
  for (const listener of listeners) listener();
}

/** Writes the batch; if its data is refused, one by one, so that one bad event never takes others with it. Never rejects. */
async function write(batch: readonly Waiting[]): Promise<void> {
  if (batch.length === 0) return;
  try {
    await withoutWorkspace((db) =>
      insert(
        db,
        batch.map(({ event }) => event),
      ),
    );
    for (const { resolve } of batch) resolve();
  } catch (error) {
    if (batch.length > 1 && isRefusedData(error)) {
      for (const single of batch) await write([single]);
    } else {
      // A database that is away refuses all alike: asking it again for each would only make them wait.
      for (const { reject } of batch) reject(error);
    }
  }
}

/** Data exception, integrity violation, limit exceeded: https://www.postgresql.org/docs/18/errcodes-appendix.html */
function isRefusedData(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === "string" && /^(22|23|54)/.test(cause.code);
}

async function insert(db: Tx | GlobalDb, events: readonly AuditEvent[]): Promise<void> {
  const rows = JSON.stringify(events.map(toRow));
  await send(db, "select append_audit_events($1::jsonb)", [rows]);
}
