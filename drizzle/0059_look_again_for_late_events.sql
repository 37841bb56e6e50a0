-- What commits a moment behind newer events was left to the sweep of every ten minutes, where nothing happened afterwards:
-- a workspace is looked at again for as long as a round looks back.
CREATE OR REPLACE FUNCTION public.list_audit_seals_due(at timestamptz, after uuid, how_many integer) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT w.id FROM public.workspaces w LEFT JOIN public.audit_seals s ON s.workspace_id = w.id
    WHERE (after IS NULL OR w.id > after) AND (
      s.swept_at < at - interval '10 minutes' OR s.unsigned_since < at - interval '1 minute'
      OR s.sealed_until > at - interval '15 seconds'
      OR EXISTS (
        SELECT FROM public.audit_events e
        WHERE e.workspace_id = w.id AND e.occurred_at > coalesce(s.sealed_until, '-infinity')))
    ORDER BY w.id LIMIT how_many;
END $$;
