DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  ALTER TABLE public.audit_leaves FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_subtrees FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_heads FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_seals FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_verifications FORCE ROW LEVEL SECURITY;
  -- Evidence is append-only for the application's role, like the events themselves.
  EXECUTE format('GRANT SELECT, INSERT ON public.audit_leaves, public.audit_subtrees, public.audit_heads TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.audit_seals, public.audit_verifications TO %I', app);
  EXECUTE format('GRANT SELECT ON public.audit_seals TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_seals FOR SELECT TO %I USING (true)', lookup);
END $$;
--> statement-breakpoint
-- Only finds them: sealing happens in the workspace's own transaction.
CREATE FUNCTION public.list_audit_seals_due(at timestamptz, after uuid, how_many integer) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT w.id FROM public.workspaces w LEFT JOIN public.audit_seals s ON s.workspace_id = w.id
    WHERE (after IS NULL OR w.id > after) AND (
      s.swept_at < at - interval '10 minutes' OR s.unsigned_since < at - interval '1 minute'
      OR EXISTS (
        SELECT FROM public.audit_events e
        WHERE e.workspace_id = w.id AND e.occurred_at > coalesce(s.sealed_until, '-infinity')))
    ORDER BY w.id LIMIT how_many;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_audit_seals_due(timestamptz, uuid, integer) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  REVOKE ALL ON FUNCTION public.list_audit_seals_due(timestamptz, uuid, integer) FROM PUBLIC;
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_audit_seals_due(timestamptz, uuid, integer) TO %I', current_setting('postern.app_role'));
END $$;
--> statement-breakpoint
DO $$
DECLARE app text := current_setting('postern.app_role');
BEGIN
  ALTER TABLE public.audit_exports FORCE ROW LEVEL SECURITY;
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.audit_exports TO %I', app);
END $$;
