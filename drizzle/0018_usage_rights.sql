DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  ALTER TABLE public.usage_hours FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.usage_days FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.usage_rollups FORCE ROW LEVEL SECURITY;
  EXECUTE format('GRANT SELECT, INSERT, DELETE ON public.usage_hours, public.usage_days TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.usage_rollups TO %I', app);
  EXECUTE format('GRANT SELECT ON public.usage_rollups TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.usage_rollups FOR SELECT TO %I USING (true)', lookup);
END $$;
--> statement-breakpoint
-- Only finds them: counting happens in the workspace's own transaction.
CREATE FUNCTION public.list_usage_due(until timestamptz, after uuid, how_many integer) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT w.id FROM public.workspaces w LEFT JOIN public.usage_rollups r ON r.workspace_id = w.id
    WHERE (after IS NULL OR w.id > after) AND (r.rolled_until IS NULL OR r.rolled_until < until)
    ORDER BY w.id LIMIT how_many;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_usage_due(timestamptz, uuid, integer) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  REVOKE ALL ON FUNCTION public.list_usage_due(timestamptz, uuid, integer) FROM PUBLIC;
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_usage_due(timestamptz, uuid, integer) TO %I', current_setting('postern.app_role'));
END $$;
