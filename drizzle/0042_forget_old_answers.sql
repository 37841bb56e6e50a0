-- Where answers to idempotency keys are older than they are kept; each place forgets its own, behind its own walls.
CREATE FUNCTION public.list_old_answers(made_before timestamptz)
RETURNS TABLE (workspace_id uuid, environment text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT w.id, e.name FROM public.workspaces w
    CROSS JOIN unnest(ARRAY['development', 'staging', 'production']) AS e (name)
    WHERE EXISTS (SELECT FROM public.idempotent_writes i
      WHERE i.workspace_id = w.id AND i.environment = e.name AND i.created_at < made_before);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT SELECT (workspace_id, environment, created_at) ON public.idempotent_writes TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.idempotent_writes FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_old_answers(timestamptz) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE 'REVOKE ALL ON FUNCTION public.list_old_answers(timestamptz) FROM PUBLIC';
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_old_answers(timestamptz) TO %I', app);
END $$;
