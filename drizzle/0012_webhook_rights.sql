ALTER TABLE "webhook_endpoints" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- Deliveries that are due, of all workspaces; each is claimed in its own workspace's transaction.
CREATE FUNCTION public.list_due_webhook_deliveries(due_before timestamptz, at_once integer)
RETURNS TABLE (workspace_id uuid, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT d.workspace_id, d.id FROM public.webhook_deliveries d
    WHERE d.status = 'pending' AND d.next_attempt_at <= due_before
    ORDER BY d.next_attempt_at LIMIT least(at_once, 500);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.webhook_endpoints, public.webhook_deliveries TO %I', app);
  EXECUTE format('GRANT SELECT (workspace_id, id, status, next_attempt_at) ON public.webhook_deliveries TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.webhook_deliveries FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_due_webhook_deliveries(timestamptz, integer) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE format('REVOKE ALL ON FUNCTION public.list_due_webhook_deliveries(timestamptz, integer) FROM PUBLIC');
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_due_webhook_deliveries(timestamptz, integer) TO %I', app);
END $$;
