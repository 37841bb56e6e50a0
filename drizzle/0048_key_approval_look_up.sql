-- The look-up says whether the key still waits for its approval.
DROP FUNCTION public.find_api_key(text);
--> statement-breakpoint
CREATE FUNCTION public.find_api_key(wanted_key_id text)
RETURNS TABLE (
  id uuid, workspace_id uuid, workspace_slug text, workspace_name text, environment text, name text, client_kind text, last_four text, scopes text[], writes_need_approval boolean,
  secret_hash bytea, pepper_id integer, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, suspended_at timestamptz, awaits_approval boolean, overlap_ends_at timestamptz,
  allowed_addresses text[], allowed_hours jsonb, project_ids uuid[], line_id uuid, requests_per_minute integer, writes_per_minute integer,
  writes_per_hour integer, writes_paused_by text,
  last_used_at timestamptz,
  owner_user_id uuid, owner_name text, owner_email text, owner_role text,
  has_policy boolean, max_age_days integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT k.id, k.workspace_id, w.slug, w.name, k.environment, k.name, k.client_kind, k.last_four, k.scopes, k.writes_need_approval,
           k.secret_hash, k.pepper_id, k.created_at, k.expires_at, k.revoked_at, k.suspended_at, k.approval_requested_at IS NOT NULL AND k.approved_at IS NULL, k.overlap_ends_at,
           k.allowed_addresses, k.allowed_hours, k.project_ids, k.line_id, k.requests_per_minute, k.writes_per_minute,
           k.writes_per_hour, k.writes_paused_by,
           k.last_used_at,
           k.owner_user_id, u.name, u.email, CASE WHEN u.disabled_at IS NULL THEN m.role END,
           p.workspace_id IS NOT NULL, p.max_age_days
    FROM public.api_keys k
    JOIN public.workspaces w ON w.id = k.workspace_id
    LEFT JOIN public.users u ON u.id = k.owner_user_id
    LEFT JOIN public.memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.owner_user_id
    LEFT JOIN public.environment_policies p ON p.workspace_id = k.workspace_id AND p.environment = k.environment
    WHERE k.key_id = wanted_key_id;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.find_api_key(text) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE 'REVOKE ALL ON FUNCTION public.find_api_key(text) FROM PUBLIC';
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.find_api_key(text) TO %I', app);
END $$;
