-- Workspaces with writes whose time is over, of all; each is written down in its own workspace's transaction.
CREATE INDEX pending_writes_open ON public.pending_writes (expires_at) WHERE status IN ('pending', 'approved');
--> statement-breakpoint
CREATE FUNCTION public.list_lapsed_writes(ended_before timestamptz)
RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT p.workspace_id FROM public.pending_writes p
    WHERE p.status IN ('pending', 'approved') AND p.expires_at <= ended_before
    LIMIT 500;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT SELECT (workspace_id, status, expires_at) ON public.pending_writes TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.pending_writes FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_lapsed_writes(timestamptz) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE 'REVOKE ALL ON FUNCTION public.list_lapsed_writes(timestamptz) FROM PUBLIC';
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_lapsed_writes(timestamptz) TO %I', app);
END $$;
