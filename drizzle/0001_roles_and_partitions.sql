-- Row-level security holds for the owner of the tables as well.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['workspaces','memberships','api_keys','authentication_failures','projects','tasks','comments','audit_events','changes']
  LOOP
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- What the application's role may do, table by table. It owns nothing; audit and history are append-only for it.
DO $$
DECLARE app text := current_setting('postern.app_role');
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.users, public.sessions, public.setup_tokens TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.rate_limits TO %I', app);
  EXECUTE format('GRANT DELETE ON public.sessions TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.workspaces, public.api_keys, public.authentication_failures TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.memberships, public.projects, public.tasks, public.comments TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT ON public.audit_events, public.changes TO %I', app);
END $$;
--> statement-breakpoint
-- The look-up role sees only what finds a credential, and a person's workspaces, before the workspace is known.
DO $$
DECLARE lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', lookup);
  EXECUTE format('GRANT SELECT ON public.api_keys, public.memberships, public.workspaces TO %I', lookup);
  EXECUTE format('GRANT SELECT (id, email, name, disabled_at) ON public.users TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.api_keys FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.memberships FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.workspaces FOR SELECT TO %I USING (true)', lookup);
END $$;
--> statement-breakpoint
CREATE FUNCTION public.find_api_key(wanted_key_id text)
RETURNS TABLE (
  id uuid, workspace_id uuid, workspace_slug text, workspace_name text, environment text, name text, client_kind text, last_four text, scopes text[],
  secret_hash bytea, pepper_id integer, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz,
  owner_user_id uuid, owner_name text, owner_email text, owner_role text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT k.id, k.workspace_id, w.slug, w.name, k.environment, k.name, k.client_kind, k.last_four, k.scopes,
           k.secret_hash, k.pepper_id, k.expires_at, k.revoked_at, k.last_used_at,
           k.owner_user_id, u.name, u.email, CASE WHEN u.disabled_at IS NULL THEN m.role END
    FROM public.api_keys k
    JOIN public.workspaces w ON w.id = k.workspace_id
    LEFT JOIN public.users u ON u.id = k.owner_user_id
    LEFT JOIN public.memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.owner_user_id
    WHERE k.key_id = wanted_key_id;
END $$;
--> statement-breakpoint
CREATE FUNCTION public.list_user_workspaces(wanted_user_id uuid)
RETURNS TABLE (id uuid, slug text, name text, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT w.id, w.slug, w.name, m.role
    FROM public.memberships m JOIN public.workspaces w ON w.id = m.workspace_id
    WHERE m.user_id = wanted_user_id
    ORDER BY w.name, w.id;
END $$;
--> statement-breakpoint
-- For the operator's command line and for deciding whether a set-up link is needed.
CREATE FUNCTION public.list_workspaces()
RETURNS TABLE (id uuid, slug text, name text, created_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT w.id, w.slug, w.name, w.created_at FROM public.workspaces w ORDER BY w.slug;
END $$;
--> statement-breakpoint
-- The audit writer appends for several workspaces in one statement, and finds windows of refused calls that are over.
DO $$
DECLARE writer text := current_setting('postern.audit_writer_role');
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', writer);
  EXECUTE format('GRANT INSERT ON public.audit_events TO %I', writer);
  EXECUTE format('GRANT SELECT ON public.authentication_failures TO %I', writer);
  EXECUTE format('CREATE POLICY audit_writer ON public.audit_events FOR INSERT TO %I WITH CHECK (true)', writer);
  EXECUTE format('CREATE POLICY audit_writer_read ON public.authentication_failures FOR SELECT TO %I USING (true)', writer);
END $$;
--> statement-breakpoint
CREATE FUNCTION public.append_audit_events(events jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.audit_events SELECT * FROM jsonb_populate_recordset(null::public.audit_events, events);
END $$;
--> statement-breakpoint
-- Only finds them: closing a window and writing its event happen in the workspace's own transaction.
CREATE FUNCTION public.list_open_failure_windows(started_before timestamptz)
RETURNS TABLE (
  workspace_id uuid, api_key_id uuid, ip text, window_started_at timestamptz, environment text,
  credential_name text, credential_hint text, reason text, count integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT f.workspace_id, f.api_key_id, f.ip, f.window_started_at, f.environment,
           f.credential_name, f.credential_hint, f.reason, f.count
    FROM public.authentication_failures f
    WHERE f.closed_at IS NULL AND f.window_started_at < started_before
    ORDER BY f.window_started_at
    LIMIT 500;
END $$;
--> statement-breakpoint
-- Partitions by month. Called by the migration and, through a definer's right, by the running application.
CREATE FUNCTION public.ensure_audit_partitions(months_ahead integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  month timestamptz;
  partition text;
  rule text := $rule$workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid$rule$;
BEGIN
  IF months_ahead NOT BETWEEN 0 AND 24 THEN
    RAISE EXCEPTION 'months_ahead must be between 0 and 24';
  END IF;
  PERFORM pg_advisory_xact_lock(7150118);
  FOR step IN -1..months_ahead LOOP
    month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step)) AT TIME ZONE 'UTC';
    partition := 'audit_events_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_events FOR VALUES FROM (%L) TO (%L)',
        partition, month, ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', partition);
      EXECUTE format('CREATE POLICY tenant ON public.%I USING (%s) WITH CHECK (%s)', partition, rule, rule);
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
SELECT public.ensure_audit_partitions(3);
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
  writer text := current_setting('postern.audit_writer_role');
  signature text;
BEGIN
  -- A function's new owner needs CREATE on the schema at the moment of the hand-over, and not after it.
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I, %I', lookup, writer);
  FOREACH signature IN ARRAY ARRAY['find_api_key(text)', 'list_user_workspaces(uuid)', 'list_workspaces()'] LOOP
    EXECUTE format('ALTER FUNCTION public.%s OWNER TO %I', signature, lookup);
  END LOOP;
  FOREACH signature IN ARRAY ARRAY['append_audit_events(jsonb)', 'list_open_failure_windows(timestamptz)'] LOOP
    EXECUTE format('ALTER FUNCTION public.%s OWNER TO %I', signature, writer);
  END LOOP;
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I, %I', lookup, writer);
  FOREACH signature IN ARRAY ARRAY['find_api_key(text)', 'list_user_workspaces(uuid)', 'list_workspaces()',
    'append_audit_events(jsonb)', 'list_open_failure_windows(timestamptz)', 'ensure_audit_partitions(integer)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', signature, app);
  END LOOP;
END $$;
