DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  ALTER TABLE public.audit_export_parts FORCE ROW LEVEL SECURITY;
  EXECUTE format('GRANT SELECT, INSERT, DELETE ON public.audit_export_parts TO %I', app);
  EXECUTE format('GRANT SELECT (workspace_id, state, expires_at) ON public.audit_exports TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_exports FOR SELECT TO %I USING (true)', lookup);
END $$;
--> statement-breakpoint
-- Only finds them: preparing and deleting happen in the workspace's own transaction.
CREATE FUNCTION public.list_export_work(at timestamptz) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT e.workspace_id FROM public.audit_exports e
    WHERE e.state IN ('waiting', 'running') OR e.expires_at <= at
    LIMIT 500;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_export_work(timestamptz) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  REVOKE ALL ON FUNCTION public.list_export_work(timestamptz) FROM PUBLIC;
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_export_work(timestamptz) TO %I', app);
END $$;
