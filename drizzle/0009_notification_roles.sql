-- Row-level security holds for the owner of the tables as well.
ALTER TABLE public.notifications FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.mails FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE INDEX mails_due ON public.mails (due_at) WHERE state IN ('waiting', 'retrying', 'sending');
--> statement-breakpoint
-- Mails of all workspaces whose next attempt is due, or whose attempt was lost; each is sent in its own workspace's name.
CREATE FUNCTION public.list_due_mails(due_before timestamptz, how_many integer)
RETURNS TABLE (workspace_id uuid, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT m.workspace_id, m.id FROM public.mails m
    WHERE m.state IN ('waiting', 'retrying', 'sending') AND m.due_at <= due_before
    ORDER BY m.due_at LIMIT how_many;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.notifications, public.mails TO %I', app);
  EXECUTE format('GRANT SELECT (workspace_id, id, state, due_at) ON public.mails TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.mails FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_due_mails(timestamptz, integer) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE format('REVOKE ALL ON FUNCTION public.list_due_mails(timestamptz, integer) FROM PUBLIC');
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_due_mails(timestamptz, integer) TO %I', app);
END $$;
