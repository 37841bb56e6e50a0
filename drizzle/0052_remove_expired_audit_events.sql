ALTER TABLE "audit_retention" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- Removes events of the current workspace whose time is over: their contents, their search words and their part of the
-- hourly counts. The application's role can't delete events, so this decides by itself, for each event: the retention
-- in force and legal holds, by the database's own clock; that a signed head covers it; and that it is no record of a
-- removal. Leaves and heads stay; what still waits for the index is passed over there. It belongs to the tables' owner, who is bound by forced row-level security; the
-- workspace is compared all the same, because a superuser isn't.
CREATE FUNCTION public.remove_expired_audit_events(moments timestamptz[], ids uuid[])
RETURNS TABLE (removed_stream text, removed_leaf bigint, removed_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  low timestamptz := (SELECT min(m) FROM unnest(moments) AS m);
  high timestamptz := (SELECT max(m) FROM unnest(moments) AS m);
BEGIN
  IF workspace IS NULL OR cardinality(ids) > 10000 THEN
    RAISE EXCEPTION 'a workspace and at most 10000 events';
  END IF;
  RETURN QUERY
    WITH expired AS MATERIALIZED (
      SELECT e.occurred_at, e.id, l.stream, l.leaf
      FROM unnest(moments, ids) AS wanted(at, event_id)
      JOIN public.audit_events e ON e.workspace_id = workspace AND e.occurred_at = wanted.at AND e.id = wanted.event_id
        AND e.occurred_at BETWEEN low AND high
      JOIN public.audit_leaves l ON l.workspace_id = workspace AND l.occurred_at = e.occurred_at AND l.event_id = e.id
        AND l.stream = coalesce(e.environment, 'workspace')
      LEFT JOIN public.audit_retention r ON r.workspace_id = workspace AND r.stream = l.stream
      WHERE r.hold_reason IS NULL
        AND e.occurred_at < now() - make_interval(days => greatest(coalesce(r.keep_days, 90), 30))
        AND e.action <> 'audit_retention.remove_expired'
        AND l.leaf < (SELECT max(h.size) FROM public.audit_heads h WHERE h.workspace_id = workspace AND h.stream = l.stream)
    ), removed AS (
      DELETE FROM public.audit_events e USING expired x
      WHERE e.workspace_id = workspace AND e.occurred_at BETWEEN low AND high AND e.occurred_at = x.occurred_at AND e.id = x.id
      RETURNING e.*
    ), unindexed AS (
      DELETE FROM public.audit_search s USING expired x
      WHERE s.workspace_id = workspace AND s.occurred_at = x.occurred_at AND s.id = x.id
      RETURNING s.occurred_at, s.id
    ), counted AS (
      SELECT date_trunc('hour', e.occurred_at, 'UTC') AS starts_at, name.field, lower(name.value) AS value,
        (e.channel = 'browser' AND e.effect = 'read' AND e.status = 'success') AS is_browser_read, count(*)::integer AS events
      FROM removed e JOIN unindexed u ON u.occurred_at = e.occurred_at AND u.id = e.id
      CROSS JOIN LATERAL (VALUES ('', ''), ('tool', e.tool), ('action', e.action), ('key', e.credential_name),
        ('client', e.client_name), ('user', e.user_email), ('status', e.status), ('env', coalesce(e.environment, 'none')),
        ('channel', e.channel), ('effect', e.effect)) AS name(field, value)
      WHERE name.value IS NOT NULL
      GROUP BY 1, 2, 3, 4
    ), lessened AS (
      UPDATE public.audit_counts c SET events = c.events - n.events FROM counted n
      WHERE c.workspace_id = workspace AND c.field = n.field AND c.starts_at = n.starts_at AND c.value = n.value
        AND c.is_browser_read = n.is_browser_read AND c.events > n.events
    ), emptied AS (
      DELETE FROM public.audit_counts c USING counted n
      WHERE c.workspace_id = workspace AND c.field = n.field AND c.starts_at = n.starts_at AND c.value = n.value
        AND c.is_browser_read = n.is_browser_read AND c.events <= n.events
    )
    SELECT x.stream, x.leaf, x.occurred_at FROM removed e JOIN expired x ON x.occurred_at = e.occurred_at AND x.id = e.id
    ORDER BY x.stream, x.leaf;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.remove_expired_audit_events(timestamptz[], uuid[]) FROM PUBLIC;
--> statement-breakpoint
DO $$
DECLARE app text := current_setting('postern.app_role');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.audit_retention TO %I', app);
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.remove_expired_audit_events(timestamptz[], uuid[]) TO %I', app);
END $$;
