import { desc, eq, sql } from "drizzle-orm";
import { environmentRefreshes, projects } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { RowCounts } from "./schemas.ts";

/** What lies behind the environments' wall, in the order in which rows refer to each other. */
export const COPIED_TABLES = [
  { name: "projects", references: [] },
  { name: "tasks", references: ["project_id"] },
  { name: "comments", references: ["task_id"] },
] as const;
export type CopiedTable = (typeof COPIED_TABLES)[number];

/** Runs `work` behind another environment's wall of the same transaction. */
async function within<T>(tx: Tx, environment: Environment, work: () => Promise<T>): Promise<T> {
  await tx.execute(sql`select set_config('app.environment', ${environment}, true)`);
  const value = await work();
  await tx.execute(sql`select set_config('app.environment', '', true)`);
  return value;
}

/** Takes what only one refresh of a workspace can have, until the transaction ends. */
export async function tryLockRefresh(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx.execute(sql`select pg_try_advisory_xact_lock(${lockOf(workspaceId)}) as locked`);
  return rows[0]?.locked === true;
}

/** Whether some process, on any instance, is refreshing this workspace at the moment. */
export async function isLocked(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from pg_locks
    where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and (classid::bigint << 32) | objid::bigint = ${lockOf(workspaceId)}`);
  return rows.length > 0;
}

function lockOf(workspaceId: string) {
  return sql`hashtextextended('environment_refresh:' || ${workspaceId}::text, 0)`;
}

export function countRows(tx: Tx, environment: Environment): Promise<RowCounts> {
  return within(tx, environment, async () => {
    const [row] = await tx.execute<{ projects: number; tasks: number; comments: number }>(sql`
      select (select count(*)::int from projects) as projects, (select count(*)::int from tasks) as tasks,
        (select count(*)::int from comments) as comments`);
    return { projects: row?.projects ?? 0, tasks: row?.tasks ?? 0, comments: row?.comments ?? 0 };
  });
}

/** The last changes of everything that is there: with the counts, whether it is still the same. */
export function lastChanges(tx: Tx, environment: Environment): Promise<string> {
  return within(tx, environment, async () => {
    const rows = await tx.execute(sql`
      select concat_ws(' ', (select max(updated_at) from projects), (select max(updated_at) from tasks),
        (select max(created_at) from comments)) as moments`);
    return String(rows[0]?.moments);
  });
}

/** Id and key of each project. */
export function listProjectKeys(tx: Tx, environment: Environment): Promise<{ id: string; key: string }[]> {
  return within(tx, environment, () => tx.select({ id: projects.id, key: projects.key }).from(projects));
}

/**
 * Removes the next rows in the order of their ids.
 * @returns how many went
 */
export function removeRows(tx: Tx, table: CopiedTable, environment: Environment, limit: number): Promise<number> {
  const name = sql.identifier(table.name);
  return within(tx, environment, async () => {
    // A range of the primary key: a list of rows would be joined, and planned as if the table were small.
    const ends = await tx.execute(sql`select id from ${name} order by id offset ${limit - 1} limit 1`);
    const upTo = ends[0] === undefined ? sql`true` : sql`id <= ${ends[0].id}`;
    const rows = await tx.execute(sql`delete from ${name} where ${upTo} returning id`);
    return rows.length;
  });
}

export interface Batch {
  /** Each as JSON. */
  readonly rows: readonly string[];
  readonly lastId: string;
}

export function readRows(
  tx: Tx,
  table: CopiedTable,
  environment: Environment,
  afterId: string,
  limit: number,
): Promise<Batch> {
  return within(tx, environment, async () => {
    const rows = await tx.execute<{ id: string; row: string }>(sql`
      select t.id, to_jsonb(t)::text as row from ${sql.identifier(table.name)} t
      where t.id > ${afterId} order by t.id limit ${limit}`);
    return { rows: [...rows].map(({ row }) => row), lastId: rows.at(-1)?.id ?? afterId };
  });
}

/**
 * Writes rows of one environment as rows of another. A copy is a thing of its own with a new id, made from the old one
 * and `salt`: what refers to it finds it without a table of who became what, and the order by id stays.
 */
export function writeRows(
  tx: Tx,
  table: CopiedTable,
  environment: Environment,
  { rows }: Batch,
  salt: string,
): Promise<void> {
  const ids = ["id", ...table.references].map(
    (column) => sql`${column}::text, left(source.row->>${column}::text, 26) ||
      right(md5(${salt}::text || (source.row->>${column}::text)), 10)`,
  );
  return within(tx, environment, async () => {
    await tx.execute(sql`
      insert into ${sql.identifier(table.name)}
      select copy.* from jsonb_array_elements(${`[${rows.join(",")}]`}::jsonb) as source(row)
      cross join lateral jsonb_populate_record(null::${sql.identifier(table.name)}, source.row ||
        jsonb_build_object('environment', ${environment}::text, ${sql.join(ids, sql`, `)})) as copy`);
  });
}

export type RefreshRow = typeof environmentRefreshes.$inferSelect;

export async function insertRefresh(tx: Tx, values: typeof environmentRefreshes.$inferInsert): Promise<void> {
  await tx.insert(environmentRefreshes).values(values);
}

export async function addDoneRows(tx: Tx, id: string, count: number): Promise<void> {
  await tx
    .update(environmentRefreshes)
    .set({ doneRows: sql`${environmentRefreshes.doneRows} + ${count}` })
    .where(eq(environmentRefreshes.id, id));
}

export async function setFailed(tx: Tx, id: string, at: Date, failure: string): Promise<void> {
  await tx.update(environmentRefreshes).set({ finishedAt: at, failure }).where(eq(environmentRefreshes.id, id));
}

export async function findLastRefresh(tx: Tx): Promise<RefreshRow | null> {
  const [row] = await tx.select().from(environmentRefreshes).orderBy(desc(environmentRefreshes.startedAt)).limit(1);
  return row ?? null;
}

/**
 * Whether the refresh has committed: its event did so with it, and what it changed says which event that is. One refresh
 * runs at a time, so that the newest one is the only one it can be. An event is found by the time in its id (UUIDv7).
 */
export async function hasSucceeded(tx: Tx, action: string, { requestId }: RefreshRow): Promise<boolean> {
  const rows = await tx.execute(sql`
    select from (
      select audit_event_id as id, to_timestamp(('x' || left(replace(audit_event_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) as at
      from changes where target_type = 'environment' and target_id = 'staging' and action = ${action}
      order by changes.id desc limit 1
    ) as last join audit_events e on e.id = last.id and e.request_id = ${requestId} and e.status = 'success'
      and e.occurred_at between last.at - interval '5 minutes' and last.at + interval '5 minutes'`);
  return rows.length > 0;
}
