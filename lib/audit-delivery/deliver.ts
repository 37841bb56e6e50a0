import { withWorkspace } from "#db/tenant.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { type DueDestination, listDueDestinations } from "./due-store.ts";
import { type Attempt, settle, takeLease, type Work } from "./lease.ts";
import { post, REAL_SURROUNDINGS, type Surroundings } from "./post.ts";
import { setDestinationPaused } from "./set-paused.ts";
import { type DestinationRow, findDestination } from "./store.ts";
import { dueNotice, tellAdmins } from "./tell-admins.ts";
import { runTest } from "./test-event.ts";

const GONE = 410;
/** Of one destination in one run; then others have their turn, and whoever stops the process. */
const MAX_BATCHES = 50;
const AT_ONCE = 10;

/**
 * Sends what is sealed and not accepted so far, to every destination of all workspaces. Safe on any number of instances:
 * one at a time sends to a destination. Whoever dies in between leaves a batch that is sent again, the same with the same
 * id, before anything newer.
 */
export async function deliverAuditLog(surroundings: Surroundings = REAL_SURROUNDINGS): Promise<void> {
  const failures: unknown[] = [];
  for (let after: DueDestination | null = null; ; ) {
    const due: readonly DueDestination[] = await listDueDestinations(surroundings.now(), after);
    for (let start = 0; start < due.length; start += AT_ONCE) {
      const some = due.slice(start, start + AT_ONCE);
      // One failure must not hold up the others; it is reported when all have had their turn.
      const results = await Promise.allSettled(some.map((one) => deliverTo(one, surroundings)));
      failures.push(...results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : [])));
    }
    after = due.at(-1) ?? null;
    if (after === null) break;
  }
  if (failures.length > 0) throw new AggregateError(failures, "the audit log could not be delivered everywhere");
}

async function deliverTo({ workspaceId, destinationId }: DueDestination, surroundings: Surroundings): Promise<void> {
  const tenant = { workspaceId, environment: null };
  const { now } = surroundings;
  const row = await withWorkspace(tenant, "read", (tx) => findDestination(tx, destinationId));
  if (row === null) return;
  if (row.testState === "queued" && row.testId !== null) await runTest(row, row.testId, surroundings);
  const work = await withWorkspace(tenant, "write", (tx) => takeLease(tx, workspaceId, destinationId, now()));
  const last = work && (await sendAll(work, surroundings));
  if (last === GONE) {
    const ctx = jobContext(workspaceId, { ...JOB, now: now() });
    await invoke(setDestinationPaused, ctx, { destinationId, isPaused: true });
  }
  await tellIfDue(row, now());
}

const JOB = { name: "audit delivery", permissions: ["audit_log:manage"] } as const;

/** Batch after batch. @returns the status of the last answer */
async function sendAll(first: Work, surroundings: Surroundings): Promise<number | null> {
  const tenant = { workspaceId: first.destination.workspaceId, environment: null };
  let status: number | null = null;
  let batches = 0;
  for (let work: Work | null = first; work !== null; ) {
    const sent: Work = work;
    const attempt: Attempt = await attemptOf(sent, surroundings);
    status = attempt.answer.status;
    batches += 1;
    const isLast = batches >= MAX_BATCHES;
    work = await withWorkspace(tenant, "write", (tx) => settle(tx, sent, attempt, isLast));
  }
  return status;
}

async function attemptOf({ destination, batchId: id, body }: Work, surroundings: Surroundings): Promise<Attempt> {
  const startedAt = surroundings.now();
  const answer = await post(destination, { id, body }, startedAt, surroundings);
  return { answer, startedAt, endedAt: surroundings.now(), chance: surroundings.chance() };
}

/** Only when there is something to tell: looking leaves no event. */
async function tellIfDue({ workspaceId, id }: DestinationRow, now: Date): Promise<void> {
  const row = await withWorkspace({ workspaceId, environment: null }, "read", (tx) => findDestination(tx, id));
  if (row === null || dueNotice(row, now) === null) return;
  await invoke(tellAdmins, jobContext(workspaceId, { ...JOB, now }), { destinationId: id });
}
