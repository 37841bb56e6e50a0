import { sql } from "drizzle-orm";
import { usageRollups } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import { COUNTS, EVENTS, SUMS, TOOL } from "./count-store.ts";

const LOCK = 7_150_119;
const PAGE = 500;

const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

/** Workspaces whose audit log is not rolled up until then, by id, from after one on. */
export async function listDue(until: Date, after: string | null): Promise<readonly string[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_usage_due(${at(until)}, ${after}::uuid, ${PAGE}::integer)`),
  );
  return [...rows].map((row) => String(row.workspace_id));
}

/** False while another instance rolls the same workspace up. The lock ends with the transaction. */
export async function tryLock(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx.execute(
    sql`select pg_try_advisory_xact_lock(${LOCK}::integer, hashtext(${workspaceId})) as locked`,
  );
  return row?.locked === true;
}

/** Null: nothing was rolled up yet. */
export async function findRolledUntil(tx: Tx): Promise<Date | null> {
  const [row] = await tx.select({ rolledUntil: usageRollups.rolledUntil }).from(usageRollups);
  return row?.rolledUntil ?? null;
}

export async function setRolledUntil(tx: Tx, rolledUntil: Date): Promise<void> {
  await tx
    .insert(usageRollups)
    .values({ rolledUntil })
    .onConflictDoUpdate({
      target: usageRollups.workspaceId,
      set: { rolledUntil: sql`greatest(${usageRollups.rolledUntil}, excluded.rolled_until)` },
    });
}

/** The moment of the workspace's first event. */
export async function findFirstEventAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute(sql`select min(occurred_at) as first from audit_events`);
  return row?.first ? new Date(String(row.first)) : null;
}

/** Counts these whole hours anew out of the log, in place of what was counted of them before. */
export async function countHours(tx: Tx, from: Date, until: Date): Promise<void> {
  await tx.execute(sql`delete from usage_hours where starts_at >= ${at(from)} and starts_at < ${at(until)}`);
  await tx.execute(sql`
    insert into usage_hours (credential_id, starts_at, tool, calls, errors, refusals, latency)
    select credential_id, date_trunc('hour', occurred_at, 'UTC'), ${TOOL}, ${COUNTS}
    from ${EVENTS} where occurred_at >= ${at(from)} and occurred_at < ${at(until)} group by 1, 2, 3`);
}

/** Counts these whole days anew out of their hours. */
export async function countDays(tx: Tx, from: Date, until: Date): Promise<void> {
  await tx.execute(sql`delete from usage_days where starts_at >= ${at(from)} and starts_at < ${at(until)}`);
  await tx.execute(sql`
    insert into usage_days (credential_id, starts_at, tool, calls, errors, refusals, latency)
    select credential_id, date_trunc('day', starts_at, 'UTC'), tool, ${SUMS}
    from usage_hours where starts_at >= ${at(from)} and starts_at < ${at(until)} group by 1, 2, 3`);
}

export async function deleteBefore(tx: Tx, hoursBefore: Date, daysBefore: Date): Promise<void> {
  await tx.execute(sql`delete from usage_hours where starts_at < ${at(hoursBefore)}`);
  await tx.execute(sql`delete from usage_days where starts_at < ${at(daysBefore)}`);
}
