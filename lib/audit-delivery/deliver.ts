import { withWorkspace } from "#db/tenant.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { type DueDestination, listDueDestinations } from "./due-store.ts";
import { type Attempt, noteUnreadable, settle, takeLease, type Work } from "./lease.ts";
import { post, REAL_SURROUNDINGS, type Surroundings } from "./post.ts";
import { setDestinationPaused } from "./set-paused.ts";
import { type DestinationRow, findDestination } from "./store.ts";
import { dueNotice, tellAdmins } from "./tell-admins.ts";
import { runTest } from "./test-event.ts";

const GONE = 410;
/** Of one destination in one run; then others have their turn, and whoever stops the process. */
const MAX_BATCHES = 50;
const MAX_RUN_MS = 20_000;
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
    const rest = due.values();
    // Side by side, so that a slow one keeps one place and not the others.
    const places = Array.from({ length: AT_ONCE }, async () => {
      for (const one of rest) {
        // One failure must not hold up the others; that it happened is reported when all have had their turn.
        await deliverTo(one, surroundings).catch((error: unknown) => {
          logger().error({ err: error, ...one }, "the audit log could not be delivered");
          failures.push(error);
        });
      }
    });
    await Promise.all(places);
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
  try {
    const goneVersion = await sendBatches(row, surroundings);
    if (goneVersion !== null) {
      const ctx = jobContext(workspaceId, { ...JOB, now: now() });
      await invoke(setDestinationPaused, ctx, { destinationId, isPaused: true, version: goneVersion });
    }
  } finally {
    await tellIfDue(row, now());
  }
}

const JOB = { name: "audit delivery", permissions: ["audit_log:manage"] } as const;

/** Batch after batch, for as long as each is accepted. @returns the version that is gone for good, if it is one */
async function sendBatches({ workspaceId, id }: DestinationRow, surroundings: Surroundings): Promise<number | null> {
  const tenant = { workspaceId, environment: null };
  const { now, chance } = surroundings;
  const startedAt = now();
  for (let batches = 1; ; batches += 1) {
    const work = await withWorkspace(tenant, "write", (tx) => takeLease(tx, workspaceId, id, now())).catch(
      async (error: unknown) => {
        await withWorkspace(tenant, "write", (tx) => noteUnreadable(tx, id, now(), chance()));
        throw error;
      },
    );
    if (work === null) return null;
    const attempt = await attemptOf(work, surroundings);
    const isSame = await withWorkspace(tenant, "write", (tx) => settle(tx, work, attempt));
    if (isSame && attempt.answer.status === GONE) return work.destination.version;
    const isLong = batches >= MAX_BATCHES || now().getTime() - startedAt.getTime() >= MAX_RUN_MS;
    if (attempt.answer.error !== null || isLong) return null;
  }
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
