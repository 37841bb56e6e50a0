ALTER TABLE "audit_destinations" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_delivery_cursors" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- Destinations with something to do, of all workspaces: sealed events to send, a test that nobody sends, an end of an
-- outage to tell. Each is claimed in its own workspace's transaction.
CREATE FUNCTION public.list_audit_deliveries_due(at timestamptz, after_workspace uuid, after_id uuid, how_many integer)
RETURNS TABLE (workspace_id uuid, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT d.workspace_id, d.id FROM public.audit_destinations d
    WHERE (after_workspace IS NULL OR (d.workspace_id, d.id) > (after_workspace, after_id)) AND (
      (d.test_state = 'queued' AND d.test_at < at - interval '20 seconds')
      OR (d.alerted_at IS NOT NULL AND d.failing_since IS NULL)
      OR (d.paused_at IS NULL AND coalesce(d.next_attempt_at <= at, true) AND coalesce(d.leased_until <= at, true)
        AND EXISTS (
          SELECT FROM public.audit_delivery_cursors c
          WHERE c.workspace_id = d.workspace_id AND c.destination_id = d.id AND EXISTS (
            SELECT FROM public.audit_leaves l
            WHERE l.workspace_id = c.workspace_id AND l.stream = c.stream AND l.leaf >= c.next_leaf))))
    ORDER BY d.workspace_id, d.id LIMIT how_many;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.audit_destinations, public.audit_delivery_cursors TO %I', app);
  EXECUTE format('GRANT SELECT (workspace_id, id, paused_at, next_attempt_at, leased_until, test_state, test_at, alerted_at, failing_since) ON public.audit_destinations TO %I', lookup);
  EXECUTE format('GRANT SELECT (workspace_id, destination_id, stream, next_leaf) ON public.audit_delivery_cursors TO %I', lookup);
  EXECUTE format('GRANT SELECT (workspace_id, stream, leaf) ON public.audit_leaves TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_destinations FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_delivery_cursors FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_leaves FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.list_audit_deliveries_due(timestamptz, uuid, uuid, integer) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE format('REVOKE ALL ON FUNCTION public.list_audit_deliveries_due(timestamptz, uuid, uuid, integer) FROM PUBLIC');
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.list_audit_deliveries_due(timestamptz, uuid, uuid, integer) TO %I', app);
END $$;
