import { sql } from "drizzle-orm";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import { IS_BROWSER_READ } from "./condition-store.ts";
import { IS_UNINDEXED, TAIL_START } from "./search-store.ts";

const LOCK = 7_150_121;
const PAGE = 500;
const BATCH = 2_000;

/** Workspaces with events after what is indexed, by id, from after one on. */
export async function listDue(after: string | null): Promise<readonly string[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_audit_search_due(${after}::uuid, ${PAGE}::integer)`),
  );
  return [...rows].map((row) => String(row.workspace_id));
}

/** False while another instance indexes the same workspace. The lock ends with the transaction. */
export async function tryLock(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx.execute(
    sql`select pg_try_advisory_xact_lock(${LOCK}::integer, hashtext(${workspaceId})) as locked`,
  );
  return row?.locked === true;
}

/**
 * Indexes and counts the oldest events that are not in the index yet, and notes what credentials used for the first time.
 * @returns whether there may be more
 */
export async function indexNext(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute(sql`
    with batch as materialized (
      select * from audit_events where occurred_at >= ${TAIL_START} and ${IS_UNINDEXED}
      order by occurred_at, id limit ${BATCH}
    ), indexed as (
      insert into audit_search (occurred_at, id, words)
      select occurred_at, id, audit_search_words((batch.*)::audit_events) from batch
    ), counted as (
      insert into audit_counts (starts_at, field, value, is_browser_read, events)
      select date_trunc('hour', occurred_at, 'UTC'), name.field, name.value, ${IS_BROWSER_READ}, count(*)
      from batch as audit_events cross join lateral (values ('', ''), ('tool', tool), ('action', action),
        ('key', credential_name), ('client', client_name), ('user', user_email), ('status', status),
        ('env', coalesce(environment, 'none')), ('channel', channel), ('effect', effect)) as name(field, value)
      where name.value is not null
      group by 1, 2, 3, 4
      on conflict (workspace_id, field, starts_at, value, is_browser_read)
      do update set events = audit_counts.events + excluded.events
    ), used as (
      insert into audit_first_uses (credential_id, kind, value, credential_name, first_at, last_at)
      select credential_id, used.kind, used.value, max(coalesce(credential_name, '')), min(occurred_at), max(occurred_at)
      from batch cross join lateral
        (values ('address', host(ip)), ('client', client_name), ('tool', tool)) as used(kind, value)
      where credential_id is not null and used.value <> ''
      group by 1, 2, 3
      on conflict (workspace_id, credential_id, kind, value) do update
      set first_at = least(audit_first_uses.first_at, excluded.first_at),
        last_at = greatest(audit_first_uses.last_at, excluded.last_at)
      where excluded.first_at < audit_first_uses.first_at
        or excluded.last_at > audit_first_uses.last_at + interval '1 day'
    ), progress as (
      insert into audit_search_progress (indexed_until) select max(occurred_at) from batch having count(*) > 0
      on conflict (workspace_id) do update
      set indexed_until = greatest(audit_search_progress.indexed_until, excluded.indexed_until)
    )
    select count(*)::int as events from batch`);
  return row?.events === BATCH;
}
