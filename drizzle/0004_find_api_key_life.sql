-- The look-up returns what a key's whole life decides: suspension, overlap, restrictions.
DROP FUNCTION public.find_api_key(text);
--> statement-breakpoint
CREATE FUNCTION public.find_api_key(wanted_key_id text)
RETURNS TABLE (
  id uuid, workspace_id uuid, workspace_slug text, workspace_name text, environment text, name text, client_kind text, last_four text, scopes text[],
  secret_hash bytea, pepper_id integer, expires_at timestamptz, revoked_at timestamptz, suspended_at timestamptz, overlap_ends_at timestamptz,
  allowed_addresses text[], allowed_hours jsonb, project_ids uuid[], last_used_at timestamptz,
  owner_user_id uuid, owner_name text, owner_email text, owner_role text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT k.id, k.workspace_id, w.slug, w.name, k.environment, k.name, k.client_kind, k.last_four, k.scopes,
           k.secret_hash, k.pepper_id, k.expires_at, k.revoked_at, k.suspended_at, k.overlap_ends_at,
           k.allowed_addresses, k.allowed_hours, k.project_ids, k.last_used_at,
           k.owner_user_id, u.name, u.email, CASE WHEN u.disabled_at IS NULL THEN m.role END
    FROM public.api_keys k
    JOIN public.workspaces w ON w.id = k.workspace_id
    LEFT JOIN public.users u ON u.id = k.owner_user_id
    LEFT JOIN public.memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.owner_user_id
    WHERE k.key_id = wanted_key_id;
END $$;
--> statement-breakpoint
-- Rotations whose overlap is over, of all workspaces; each is ended in its own workspace's transaction.
CREATE FUNCTION public.list_ended_overlaps(ended_before timestamptz)
RETURNS TABLE (workspace_id uuid, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT k.workspace_id, k.id FROM public.api_keys k
    WHERE k.revoked_at IS NULL AND k.overlap_ends_at <= ended_before
    ORDER BY k.overlap_ends_at LIMIT 500;
END $$;
--> statement-breakpoint
CREATE INDEX api_keys_overlap ON public.api_keys (overlap_ends_at) WHERE overlap_ends_at IS NOT NULL AND revoked_at IS NULL;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
  signature text;
BEGIN
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  FOREACH signature IN ARRAY ARRAY['find_api_key(text)', 'list_ended_overlaps(timestamptz)'] LOOP
    EXECUTE format('ALTER FUNCTION public.%s OWNER TO %I', signature, lookup);
    EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', signature, app);
  END LOOP;
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
END $$;
