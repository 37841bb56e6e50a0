import postgres from "postgres";

/**
 * Multiplies a workspace's one key to so many, made over two years: of all environments and kinds of client, a third owned
 * by the person, a tenth revoked, with and without a schedule, an end and a last use. Their secrets are of no use.
 */
export async function multiplyKeys(ownerUrl: string, workspaceId: string, count: number): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  // The owner of the tables may look across workspaces here, hence the condition at the end.
  await owner.begin(async (sql) => {
    await sql`select set_config('app.workspace_id', ${workspaceId}, true)`;
    await sql`
      insert into api_keys
      select (jsonb_populate_record(key, jsonb_build_object(
        'id', made.id, 'line_id', made.id, 'key_id', lpad(n::text, 16, 'k'), 'last_four', lpad(n::text, 4, '0'),
        'name', (array['claude-desktop', 'cursor', 'windsurf', 'agent'])[n % 4 + 1] || '-machine-' || n,
        'client_kind', (array['claude_desktop', 'cursor', 'windsurf', 'other'])[n % 4 + 1],
        'environment', (array['development', 'staging', 'production'])[n % 3 + 1],
        'owner_user_id', case when n % 3 = 0 then (select user_id from memberships limit 1) end,
        'created_at', made.at,
        'rotate_every_days', case when n % 2 = 0 then (array[30, 60, 90, 180])[n % 4 + 1] end,
        'expires_at', case when n % 5 = 0 then made.at + interval '3 years' end,
        'last_used_at', case when n % 7 <> 0 then least(now(), made.at + make_interval(days => n % 500)) end,
        'revoked_at', case when n % 10 = 0 then least(now(), made.at + interval '30 days') end,
        'revoked_by_name', case when n % 10 = 0 then 'Bench' end
      ))).*
      from api_keys key, generate_series(1, ${count - 1}) n,
        lateral (select uuidv7(make_interval(hours => -3 * n)) as id, now() - make_interval(hours => 3 * n) as at) made
      where key.workspace_id = ${workspaceId}`;
  });
  await owner`analyze api_keys`;
  await owner.end();
}
