// Fills audit logs of workspaces that nobody uses with made-up events and their search index, in bulk: what the product
// does event by event and batch by batch, without the indexes, which are made at the end. In the role of the tables' owner,
// on an installation that is thrown away: while it works, nobody else's events are indexed.
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { CALLER, CONTENTS } from "#lib/audit-log/index-store.ts";
import { ensurePartitions, insertEvents } from "#lib/demo/events-store.ts";
import { DAY_MS } from "#lib/durations/index.ts";

const BATCH = 50_000;
const WORKERS = 2;

const WORDS = sql`audit_caller_words(${CALLER}) || audit_content_words(${CONTENTS})
  || audit_request_words(workspace_id, request_id, trace_id)`;

export interface Wanted {
  readonly workspaceId: string;
  readonly count: number;
}

type Db = ReturnType<typeof connect>["db"];

/** @param days before now, over which each workspace's events are spread evenly */
export async function makeAuditData(ownerUrl: string, wanted: readonly Wanted[], days: number): Promise<void> {
  const connections = Array.from({ length: WORKERS }, () => connect(ownerUrl));
  const [first, ...others] = connections.map(({ db }) => db) as [Db, ...Db[]];
  try {
    const until = new Date();
    const since = new Date(until.getTime() - days * DAY_MS);
    await ensurePartitions(first, since);
    await first.execute(sql`create unlogged table bench_named (workspace_id uuid, field text, value text,
      starts_at timestamptz, is_browser_read boolean, events bigint, last_at timestamptz)`);
    await first.execute(sql`create unlogged table bench_used (workspace_id uuid, credential_id uuid, kind text, value text,
      credential_name text, first_at timestamptz, last_at timestamptz)`);
    await first.execute(sql`alter table audit_events disable trigger note_arrivals`);
    const indexes = await takeIndexes(first);
    const parts = partsOf(wanted);
    await together([first, ...others], async (db) => {
      for (let part = parts.pop(); part; part = parts.pop()) await makePart(db, part, since, until);
    });
    await together([first, ...others], async (db) => {
      for (let index = indexes.pop(); index; index = indexes.pop()) await db.execute(sql.raw(index));
    });
    for (const each of wanted) await count(first, each);
    await first.execute(sql`drop table bench_named, bench_used`);
    await first.execute(sql`alter table audit_events enable trigger note_arrivals`);
    for (const table of ["audit_events", "audit_search", "audit_counts", "audit_names"])
      await first.execute(sql.raw(`vacuum (analyze) ${table}`));
  } finally {
    for (const { client } of connections) await client.end();
  }
}

function connect(url: string) {
  const client = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { synchronous_commit: "off", maintenance_work_mem: "2GB", work_mem: "256MB" },
  });
  return { client, db: drizzle(client) };
}

async function together(dbs: readonly Db[], work: (db: Db) => Promise<void>): Promise<void> {
  await Promise.all(dbs.map(work));
}

/** Drops the indexes that the primary keys don't need, and gives back the statements that make them again. */
async function takeIndexes(db: Db): Promise<string[]> {
  const rows = await db.execute(sql`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where i.indrelid in ('audit_events'::regclass, 'audit_search'::regclass) and not i.indisprimary`);
  for (const { name } of rows) await db.execute(sql.raw(`drop index ${name}`));
  // A partitioned table's is written out as that of the table alone.
  return [...rows].map(({ definition }) => String(definition).replace(" ON ONLY ", " ON "));
}

interface Part extends Wanted {
  readonly from: number;
  readonly until: number;
}

/** The first ones last: they are taken from the end. */
function partsOf(wanted: readonly Wanted[]): Part[] {
  const parts = wanted.flatMap((each) =>
    Array.from({ length: Math.ceil(each.count / BATCH) }, (_, at) => ({
      ...each,
      from: at * BATCH,
      until: Math.min((at + 1) * BATCH, each.count),
    })),
  );
  return parts.reverse();
}

/** Events of a span of time, with what the index has of them: `indexNext` of lib/audit-log does the same for arrivals. */
async function makePart(db: Db, part: Part, since: Date, until: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.workspace_id', ${part.workspaceId}, true)`);
    await insertEvents(tx, part, since, until);
    const moment = (at: number) =>
      sql`(${since.toISOString()}::timestamptz + (${until.toISOString()}::timestamptz - ${since.toISOString()}::timestamptz) * (${at}::float8 / ${part.count}::float8))`;
    const [made] = await tx.execute(sql`
      with batch as materialized (
        select * from audit_events where workspace_id = ${part.workspaceId}
          and occurred_at >= ${moment(part.from)} and occurred_at < ${moment(part.until)} and request_id like 'demo-%'
      ), indexed as (
        insert into audit_search (occurred_at, id, position, words, names)
        select occurred_at, id, ${part.from}::bigint + row_number() over (order by occurred_at, id) + 1000,
          ${WORDS}, audit_search_names((batch.*)::audit_events) from batch
      ), named as (
        insert into bench_named
        select ${part.workspaceId}::uuid, field, value, date_trunc('hour', occurred_at, 'UTC'),
          channel = 'browser' and effect = 'read' and status = 'success', count(*), max(occurred_at)
        from batch cross join lateral (values ('', ''), ('tool', tool), ('action', action), ('key', credential_name),
          ('client', client_name), ('user', user_email), ('status', status), ('env', coalesce(environment, 'none')),
          ('channel', channel), ('effect', effect)) as name(field, value)
        where value is not null and (value <> '' or field = '') group by 2, 3, 4, 5
      ), used as (
        insert into bench_used
        select ${part.workspaceId}::uuid, credential_id, used.kind, used.value, max(credential_name), min(occurred_at), max(occurred_at)
        from batch cross join lateral
          (values ('address', host(ip)), ('client', client_name), ('tool', tool)) as used(kind, value)
        where used.value <> '' group by 2, 3, 4
      )
      select count(*)::int as events from batch`);
    if (made?.events !== part.until - part.from) throw new Error(`${made?.events} events of ${BATCH} were found again`);
  });
}

/** What the parts have counted, in one. */
async function count(db: Db, { workspaceId, count: events }: Wanted): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
    await tx.execute(sql`
      insert into audit_counts (starts_at, field, value, is_browser_read, events)
      select starts_at, field, lower(value), is_browser_read, sum(events) from bench_named
      where workspace_id = ${workspaceId} and field not in ('key', 'user') group by 1, 2, 3, 4
      on conflict (workspace_id, field, value, starts_at, is_browser_read)
      do update set events = audit_counts.events + excluded.events`);
    await tx.execute(sql`
      insert into audit_names (field, value, events, last_at)
      select field, value, sum(events), max(last_at) from bench_named
      where workspace_id = ${workspaceId} and field <> '' group by 1, 2
      on conflict (workspace_id, field, value) do update
      set events = audit_names.events + excluded.events, last_at = greatest(audit_names.last_at, excluded.last_at)`);
    await tx.execute(sql`
      insert into audit_first_uses (credential_id, kind, value, credential_name, first_at, last_at)
      select credential_id, kind, value, max(credential_name), min(first_at), max(last_at) from bench_used
      where workspace_id = ${workspaceId} group by 1, 2, 3 on conflict do nothing`);
    await tx.execute(sql`
      insert into audit_search_progress (indexed_until, last_position) values (now(), ${events + 1000})
      on conflict (workspace_id) do update set last_position = ${events + 1000}`);
  });
}
