-- Looking a key up also finds what its environment's policy says of its age.
DROP FUNCTION public.find_api_key(text);
--> statement-breakpoint
CREATE FUNCTION public.find_api_key(wanted_key_id text)
RETURNS TABLE (
  id uuid, workspace_id uuid, workspace_slug text, workspace_name text, environment text, name text, client_kind text, last_four text, scopes text[],
  secret_hash bytea, pepper_id integer, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, suspended_at timestamptz, overlap_ends_at timestamptz,
  allowed_addresses text[], allowed_hours jsonb, project_ids uuid[], last_used_at timestamptz,
  owner_user_id uuid, owner_name text, owner_email text, owner_role text,
  has_policy boolean, max_age_days integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT k.id, k.workspace_id, w.slug, w.name, k.environment, k.name, k.client_kind, k.last_four, k.scopes,
           k.secret_hash, k.pepper_id, k.created_at, k.expires_at, k.revoked_at, k.suspended_at, k.overlap_ends_at,
           k.allowed_addresses, k.allowed_hours, k.project_ids, k.last_used_at,
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
-- Events as rows, without the parts that their environment's policy does not keep. `log_parts` of an event says what is
-- kept where the workspace has decided nothing. It runs with its caller's rights: in a tenant's transaction it sees that
-- tenant's policies, in the audit writer's function those of all. Without settings of its own it is planned as part of the
-- statement that calls it.
CREATE FUNCTION public.kept_audit_events(events jsonb) RETURNS SETOF public.audit_events
LANGUAGE sql STABLE AS $$
  SELECT kept.*
  FROM jsonb_array_elements(events) AS e(event)
  LEFT JOIN public.environment_policies p
    ON p.workspace_id = (e.event ->> 'workspace_id')::uuid AND p.environment = e.event ->> 'environment'
  CROSS JOIN LATERAL jsonb_populate_record(null::public.audit_events, e.event - ARRAY(
    SELECT part FROM unnest(ARRAY['params', 'result', 'changes']) AS part
    WHERE NOT coalesce(part = ANY (p.log_parts), e.event -> 'log_parts' ? part)
  )) AS kept
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.append_audit_events(events jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.audit_events SELECT * FROM public.kept_audit_events(events);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
  writer text := current_setting('postern.audit_writer_role');
BEGIN
  EXECUTE format('GRANT SELECT ON public.environment_policies TO %I, %I', lookup, writer);
  EXECUTE format('CREATE POLICY lookup ON public.environment_policies FOR SELECT TO %I, %I USING (true)', lookup, writer);
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.find_api_key(text) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  REVOKE ALL ON FUNCTION public.find_api_key(text), public.kept_audit_events(jsonb) FROM PUBLIC;
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.find_api_key(text), public.kept_audit_events(jsonb) TO %I', app);
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.kept_audit_events(jsonb) TO %I', writer);
END $$;
