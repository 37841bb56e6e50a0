import { sql } from "drizzle-orm";
import { type GlobalDb, type Tx, withoutWorkspace } from "#db/tenant.ts";

const TOOLS = `list_tasks get_task search_tasks update_task list_projects create_task add_comment get_project move_task
  complete_task list_comments assign_task list_time_entries log_time whoami list_boards get_board list_members list_clients
  get_client get_policy list_invoices get_invoice get_billing_summary create_project update_project delete_task
  update_time_entry delete_time_entry list_pending_writes confirm_write cancel_write list_labels add_label remove_label
  list_files get_file attach_file list_reports get_report`.split(/\s+/);
const WORDS =
  `website relaunch landing page copy draft review invoice overdue client meeting planning weekly roadmap bug login
  export import budget design logo campaign mobile release checklist contract renewal onboarding survey storage backup`.split(
    /\s+/,
  );
const CLIENTS = ["claude-desktop", "cursor", "windsurf", "continue", "vscode"];

/** Makes the partitions of the months since then, where they are missing. */
export async function ensurePartitionsSince(since: Date): Promise<void> {
  await withoutWorkspace((db) => ensurePartitions(db, since));
}

/** The same on a connection of the caller's. */
export async function ensurePartitions(db: Pick<GlobalDb, "execute">, since: Date): Promise<void> {
  await db.execute(sql`select ensure_past_audit_partitions(${since.toISOString()}::timestamptz)`);
}

/** Numbers of the events to add, out of how many in all. */
interface Part {
  readonly from: number;
  readonly until: number;
  readonly count: number;
}

/** Set by set: what a policy keeps PostgreSQL from is COPY into a table with row-level security. */
export async function insertEvents(
  tx: Pick<Tx, "execute">,
  { from, until, count }: Part,
  since: Date,
  now: Date,
): Promise<void> {
  const text = (words: readonly string[]) => sql`${`{${words.join(",")}}`}::text[]`;
  await tx.execute(sql`
    with number as (
      select n, ${since.toISOString()}::timestamptz
          + (${now.toISOString()}::timestamptz - ${since.toISOString()}::timestamptz) * ((n + random()) / ${count}::float8) as at,
        1 + floor(${TOOLS.length} * power(random(), 3))::int as tool_at, floor(200 * power(random(), 3))::int as key_at,
        random() as luck, random() as chance, ${text(TOOLS)} as tools, ${text(WORDS)} as words, ${text(CLIENTS)} as clients
      from generate_series(${from}::int, ${until}::int - 1) as n
    ), made as (
      select *, tools[tool_at] as tool, tools[tool_at] !~ '^(list|get|search|whoami)' as writes,
        (array['production', 'production', 'production', 'staging', 'development'])[1 + key_at % 5] as env,
        concat_ws(' ', words[1 + floor(30 * random())::int], words[1 + floor(30 * random())::int],
          words[1 + floor(30 * random())::int], 'ref' || floor(random() * 1000000)::int) as title,
        lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as id_time, md5(n::text || random()::text) as noise
      from number
    )
    insert into audit_events (occurred_at, id, schema_version, environment, action, effect, channel, tool, status,
      error_code, error_reason, actor_kind, actor_id, actor_name, user_id, user_name, user_email, credential_kind,
      credential_id, credential_name, credential_hint, target_type, target_id, target_label, params, result, changes, reason,
      ip, user_agent, client_name, client_version, protocol_version, request_id, trace_id, duration_us, folded_count)
    select at, (id_time || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid, 1, env,
      case when tool = 'whoami' then 'self.get' else split_part(tool, '_', 2) || '.' || split_part(tool, '_', 1) end,
      case when tool like 'delete%' then 'destructive' when writes then 'write' else 'read' end, 'mcp', tool,
      case when luck < 0.94 then 'success' when luck < 0.98 then 'error' else 'denied' end,
      case when luck < 0.94 then null when luck < 0.98 then 'not_found' else 'forbidden' end,
      case when luck < 0.98 then null else 'insufficient_scope' end,
      'api_key', md5('key' || key_at)::uuid::text, 'demo-key-' || key_at, md5('user' || key_at % 30)::uuid,
      'Demo Person ' || key_at % 30, 'person' || key_at % 30 || '@example.com', 'api_key', md5('key' || key_at)::uuid,
      'demo-key-' || key_at, 'pst_demo…' || lpad(key_at::text, 4, '0'), 'task', md5('task' || floor(chance * 5000))::uuid::text,
      'DEMO-' || floor(chance * 5000)::int || ' ' || title,
      jsonb_build_object('task_id', 'DEMO-' || floor(chance * 5000)::int, 'title', title),
      case when luck < 0.94 then jsonb_build_object('task', jsonb_build_object('title', title, 'number', n)) end,
      case when writes and luck < 0.94 then jsonb_build_array(jsonb_build_object(
        'target', jsonb_build_object('type', 'task', 'id', md5('task' || floor(chance * 5000))::uuid::text, 'label', title),
        'before', jsonb_build_object('title', 'old ' || title), 'after', jsonb_build_object('title', title))) end,
      case when writes then 'weekly ' || words[1 + floor(30 * chance)::int] end,
      ('10.' || key_at % 4 || '.' || key_at % 200 || '.' || 1 + floor(luck * 250)::int)::inet, 'demo/1',
      clients[1 + key_at % 5], '1.0', '2026-07-28', 'demo-' || noise, substr(md5(noise), 1, 32),
      (500 + 20000 * power(random(), 4))::int, 1
    from made`);
}
