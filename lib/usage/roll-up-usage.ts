import { type Tx, withWorkspace } from "#db/tenant.ts";
import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { logger } from "#lib/observability/index.ts";
import { startOfDay, startOfHour } from "./clock.ts";
import {
  countDays,
  countHours,
  deleteBefore,
  findFirstEventAt,
  findRolledUntil,
  listDue,
  setRolledUntil,
  tryLock,
} from "./rollup-store.ts";

/** An hour is counted when it has been over for so long: what was on its way has been written by then. */
const SETTLE_MS = 60_000;
/** The last hour is counted once more with the next one: late events are in it then. */
const AGAIN_MS = HOUR_MS;
/** So much at once, each in a transaction of its own. */
const STEP_MS = 6 * HOUR_MS;
const KEPT_HOURS_MS = 45 * DAY_MS;
const KEPT_DAYS_MS = 400 * DAY_MS;

/**
 * Rolls the audit logs of all workspaces up, hour by hour, until the last hour that is over. Counting an hour replaces
 * what was counted of it, so that it may be done again; safe on any number of instances and after a stop at any point.
 */
export async function rollUpUsage(now: Date): Promise<void> {
  const until = startOfHour(new Date(now.getTime() - SETTLE_MS));
  let failed = 0;
  for (let after: string | null = null; ; ) {
    const due: readonly string[] = await listDue(until, after);
    for (const workspaceId of due) {
      await rollUpWorkspace(workspaceId, until).catch((error: unknown) => {
        // One workspace's trouble must not keep the others' numbers back.
        failed += 1;
        logger().error({ err: error, workspaceId }, "usage could not be rolled up");
      });
    }
    after = due.at(-1) ?? null;
    if (after === null) break;
  }
  if (failed > 0) throw new Error(`usage of ${failed} workspaces could not be rolled up`);
}

async function rollUpWorkspace(workspaceId: string, until: Date): Promise<void> {
  let isFirst = true;
  for (;;) {
    const isMore = await withWorkspace({ workspaceId, environment: null }, "write", async (tx) =>
      (await tryLock(tx, workspaceId)) ? step(tx, until, isFirst) : false,
    );
    if (!isMore) return;
    isFirst = false;
  }
}

/** @returns whether there is more to do */
async function step(tx: Tx, until: Date, isFirst: boolean): Promise<boolean> {
  const from = await beginningOf(tx, until, isFirst);
  const stepUntil = new Date(Math.min(from.getTime() + STEP_MS, until.getTime()));
  if (from < stepUntil) {
    await countHours(tx, from, stepUntil);
    await countDays(tx, startOfDay(from), new Date(startOfDay(new Date(stepUntil.getTime() - 1)).getTime() + DAY_MS));
  }
  await setRolledUntil(tx, stepUntil);
  if (stepUntil < until) return true;
  // Only at the end: a day is counted out of all its hours.
  await deleteBefore(tx, startOfDay(before(until, KEPT_HOURS_MS)), startOfDay(before(until, KEPT_DAYS_MS)));
  return false;
}

async function beginningOf(tx: Tx, until: Date, isFirst: boolean): Promise<Date> {
  const rolledUntil = await findRolledUntil(tx);
  if (rolledUntil !== null) return isFirst ? before(rolledUntil, AGAIN_MS) : rolledUntil;
  const firstAt = await findFirstEventAt(tx);
  if (firstAt === null || firstAt >= until) return until;
  const oldest = startOfDay(before(until, KEPT_DAYS_MS));
  return firstAt < oldest ? oldest : startOfHour(firstAt);
}

function before(moment: Date, ms: number): Date {
  return new Date(moment.getTime() - ms);
}
