import { sql } from "drizzle-orm";
import { planEachTime } from "#db/planner.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import { IS_BROWSER_READ } from "./condition-store.ts";
import { HARD_TO_COUNT, NAMES } from "./facet-store.ts";

const LOCK = 7_150_121;
const PAGE = 500;
/** Far below what the time limit of a statement allows, on a slow and busy machine too. */
const BATCH = 500;

/** What the words of an event are made of, but for its request: the arguments of the functions that make them. */
export const CALLER =
  sql.raw(`workspace_id, environment, action, effect, channel, tool, status, error_code, error_reason, actor_name, user_id,
  user_name, user_email, credential_id, credential_name, credential_hint, client_name, user_agent, ip`);
export const CONTENTS = sql.raw("workspace_id, target_type, target_id, target_label, params, result, changes, reason");

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

/** The same lock, waited for. */
export async function lock(tx: Tx, workspaceId: string): Promise<true> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}::integer, hashtext(${workspaceId}))`);
  return true;
}

/**
 * Indexes and counts the oldest events that are not in the index yet, gives each its position, and notes what credentials
 * used for the first time. All of it and their leaving the arrivals become visible together; the lock makes positions grow
 * in the order of the commits. What several events of a batch have in common is made into words once, and counted once.
 * @returns whether there may be more
 */
export async function indexNext(tx: Tx): Promise<boolean> {
  await planEachTime(tx);
  const [row] = await tx.execute(sql`
    with gone as (
      delete from audit_arrivals where ctid = any(array(
        select ctid from audit_arrivals order by occurred_at, id limit ${BATCH}))
      returning occurred_at, id
    ), batch as materialized (
      select audit_events.* from gone join audit_events using (occurred_at, id)
    ), callers as materialized (
      select array_agg(occurred_at) as moments, array_agg(id) as ids, audit_caller_words(${CALLER}) as words from batch group by ${CALLER}
    ), contents as materialized (
      select array_agg(occurred_at) as moments, array_agg(id) as ids, audit_content_words(${CONTENTS}) as words from batch group by ${CONTENTS}
    ), kinds as materialized (
      select tool, action, credential_id, credential_name, client_name, user_email, status, environment, channel, effect, ip,
        date_trunc('hour', occurred_at, 'UTC') as starts_at, count(*) as events,
        min(occurred_at) as first_at, max(occurred_at) as last_at
      from batch group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    ), progress as (
      insert into audit_search_progress (indexed_until, last_position)
      select max(occurred_at), count(*) from batch having count(*) > 0
      on conflict (workspace_id) do update set
        indexed_until = greatest(audit_search_progress.indexed_until, excluded.indexed_until),
        last_position = audit_search_progress.last_position + excluded.last_position
      returning last_position
    ), indexed as (
      insert into audit_search (occurred_at, id, position, words, names)
      select occurred_at, id, (select last_position from progress) + 1 - row_number() over (order by occurred_at desc, id desc),
        caller.words || content.words || audit_request_words(workspace_id, request_id, trace_id),
        audit_search_names((batch.*)::audit_events)
      -- Each event has one of either: "full" only keeps the planner from comparing all with all.
      from batch
        full join (select unnest(moments) as occurred_at, unnest(ids) as id, words from callers) as caller
          using (occurred_at, id)
        full join (select unnest(moments) as occurred_at, unnest(ids) as id, words from contents) as content
          using (occurred_at, id)
    ), named as materialized (
      select field, value, starts_at, ${IS_BROWSER_READ} as is_browser_read, sum(events) as events, max(last_at) as last_at
      from kinds as audit_events cross join lateral ${NAMES} where value <> '' group by 1, 2, 3, 4
    ), counted as (
      insert into audit_counts (starts_at, field, value, is_browser_read, events)
      select starts_at, field, lower(value), is_browser_read, sum(events) from (
        select * from named where field <> all(${HARD_TO_COUNT})
        union all
        select '', '', starts_at, ${IS_BROWSER_READ}, events, null from kinds as audit_events
      ) as name group by 1, 2, 3, 4
      on conflict (workspace_id, field, value, starts_at, is_browser_read)
      do update set events = audit_counts.events + excluded.events
    ), used as (
      insert into audit_first_uses (credential_id, kind, value, credential_name, first_at, last_at)
      select credential_id, used.kind, used.value, max(coalesce(credential_name, '')), min(first_at), max(last_at)
      from kinds cross join lateral
        (values ('address', host(ip)), ('client', client_name), ('tool', tool)) as used(kind, value)
      where credential_id is not null and used.value <> ''
      group by 1, 2, 3
      on conflict (workspace_id, credential_id, kind, value) do update
      set first_at = least(audit_first_uses.first_at, excluded.first_at),
        last_at = greatest(audit_first_uses.last_at, excluded.last_at)
      where excluded.first_at < audit_first_uses.first_at
        or excluded.last_at > audit_first_uses.last_at + interval '1 day'
    ), known as (
      insert into audit_names (field, value, events, last_at)
      select field, value, sum(events), max(last_at) from named group by 1, 2
      on conflict (workspace_id, field, value) do update
      set events = audit_names.events + excluded.events, last_at = greatest(audit_names.last_at, excluded.last_at)
    )
    select count(*)::int as events from gone`);
  return row?.events === BATCH;
}
