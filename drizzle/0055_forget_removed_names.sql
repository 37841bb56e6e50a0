-- What hangs on events goes with them: the names that the search completes, what credentials used for the first time, and
-- the changes of acts whose target isn't the team's own data, or is no longer there. See decision 38.
CREATE OR REPLACE FUNCTION public.remove_expired_audit_events(moments timestamptz[], ids uuid[])
RETURNS TABLE (removed_stream text, removed_leaf bigint, removed_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  low timestamptz := (SELECT min(m) FROM unnest(moments) AS m);
  high timestamptz := (SELECT max(m) FROM unnest(moments) AS m);
  gone_streams text[];
  gone_leaves bigint[];
  gone_moments timestamptz[];
  gone_ids uuid[];
  uses jsonb;
BEGIN
  IF workspace IS NULL OR cardinality(ids) > 10000 THEN
    RAISE EXCEPTION 'a workspace and at most 10000 events';
  END IF;
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
  ), named AS MATERIALIZED (
    SELECT date_trunc('hour', e.occurred_at, 'UTC') AS starts_at, name.field, name.value,
      (e.channel = 'browser' AND e.effect = 'read' AND e.status = 'success') AS is_browser_read, count(*) AS events
    FROM removed e JOIN unindexed u ON u.occurred_at = e.occurred_at AND u.id = e.id
    CROSS JOIN LATERAL (VALUES ('', ''), ('tool', e.tool), ('action', e.action), ('key', e.credential_name),
      ('client', e.client_name), ('user', e.user_email), ('status', e.status), ('env', coalesce(e.environment, 'none')),
      ('channel', e.channel), ('effect', e.effect)) AS name(field, value)
    WHERE name.value IS NOT NULL
    GROUP BY 1, 2, 3, 4
  ), counted AS (
    SELECT n.starts_at, n.field, lower(n.value) AS value, n.is_browser_read, sum(n.events)::integer AS events
    FROM named n GROUP BY 1, 2, 3, 4
  ), lessened AS (
    UPDATE public.audit_counts c SET events = c.events - n.events FROM counted n
    WHERE c.workspace_id = workspace AND c.field = n.field AND c.starts_at = n.starts_at AND c.value = n.value
      AND c.is_browser_read = n.is_browser_read AND c.events > n.events
  ), emptied AS (
    DELETE FROM public.audit_counts c USING counted n
    WHERE c.workspace_id = workspace AND c.field = n.field AND c.starts_at = n.starts_at AND c.value = n.value
      AND c.is_browser_read = n.is_browser_read AND c.events <= n.events
  ), known AS (
    SELECT n.field, n.value, sum(n.events)::bigint AS events FROM named n WHERE n.value <> '' GROUP BY 1, 2
  ), lessened_names AS (
    UPDATE public.audit_names n SET events = n.events - k.events FROM known k
    WHERE n.workspace_id = workspace AND n.field = k.field AND n.value = k.value AND n.events > k.events
  ), forgotten_names AS (
    DELETE FROM public.audit_names n USING known k
    WHERE n.workspace_id = workspace AND n.field = k.field AND n.value = k.value AND n.events <= k.events
  )
  SELECT array_agg(x.stream ORDER BY x.stream, x.leaf), array_agg(x.leaf ORDER BY x.stream, x.leaf),
    array_agg(x.occurred_at ORDER BY x.stream, x.leaf), array_agg(x.id ORDER BY x.stream, x.leaf),
    (SELECT jsonb_agg(DISTINCT jsonb_build_array(e.credential_id, used.kind, used.value))
      FROM removed e CROSS JOIN LATERAL
        (VALUES ('address', host(e.ip)), ('client', e.client_name), ('tool', e.tool)) AS used(kind, value)
      WHERE e.credential_id IS NOT NULL AND used.value <> '')
  INTO gone_streams, gone_leaves, gone_moments, gone_ids, uses
  FROM removed e JOIN expired x ON x.occurred_at = e.occurred_at AND x.id = e.id;
  IF gone_ids IS NULL THEN RETURN; END IF;
  PERFORM public.forget_first_uses(coalesce(uses, '[]'), high);
  PERFORM public.forget_changes(gone_streams, gone_moments, gone_ids);
  RETURN QUERY SELECT * FROM unnest(gone_streams, gone_leaves, gone_moments);
END $$;
--> statement-breakpoint
-- What no event is left of. `last_at` is right to within a day; what was used since then is looked at when that goes.
CREATE FUNCTION public.forget_first_uses(uses jsonb, until_at timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
BEGIN
  DELETE FROM public.audit_first_uses f
  USING (SELECT (u ->> 0)::uuid AS credential, u ->> 1 AS kind, u ->> 2 AS value FROM jsonb_array_elements(uses) AS u) AS used
  WHERE f.workspace_id = workspace AND f.credential_id = used.credential AND f.kind = used.kind AND f.value = used.value
    AND f.last_at <= until_at
    AND NOT EXISTS (
      SELECT FROM public.audit_events e
      WHERE e.workspace_id = workspace AND e.credential_id = used.credential AND e.occurred_at <= f.last_at + interval '1 day'
        AND used.value = CASE used.kind WHEN 'address' THEN host(e.ip) WHEN 'client' THEN e.client_name ELSE e.tool END);
END $$;
--> statement-breakpoint
-- The history of a project, a task or a comment is the team's data for as long as that is there. All else that a removed
-- event has changed is the log's, and goes: with it what is as old of the same target. The second wall holds the owner as
-- well, so that each environment is entered in turn.
CREATE FUNCTION public.forget_changes(streams text[], moments timestamptz[], ids uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  environment_before text := coalesce(current_setting('app.environment', true), '');
  stream_name text;
  place text;
  until_at timestamptz;
BEGIN
  FOR stream_name, until_at IN SELECT s, max(m) FROM unnest(streams, moments) AS gone(s, m) GROUP BY s LOOP
    place := nullif(stream_name, 'workspace');
    PERFORM set_config('app.environment', coalesce(place, ''), true);
    DELETE FROM public.changes c
    USING (SELECT DISTINCT d.target_type, d.target_id FROM public.changes d
      WHERE d.workspace_id = workspace AND d.environment IS NOT DISTINCT FROM place AND d.audit_event_id = ANY (ids)) AS t
    WHERE c.workspace_id = workspace AND c.environment IS NOT DISTINCT FROM place
      AND c.target_type = t.target_type AND c.target_id = t.target_id
      AND (c.audit_event_id = ANY (ids) OR c.created_at <= until_at)
      AND NOT public.is_team_data(workspace, place, t.target_type, t.target_id);
  END LOOP;
  PERFORM set_config('app.environment', environment_before, true);
END $$;
--> statement-breakpoint
CREATE FUNCTION public.is_team_data(workspace uuid, place text, kind text, target text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  CASE kind
    WHEN 'project' THEN RETURN EXISTS (SELECT FROM public.projects p WHERE p.workspace_id = workspace AND p.environment = place AND p.id = target::uuid);
    WHEN 'task' THEN RETURN EXISTS (SELECT FROM public.tasks t WHERE t.workspace_id = workspace AND t.environment = place AND t.id = target::uuid);
    WHEN 'comment' THEN RETURN EXISTS (SELECT FROM public.comments c WHERE c.workspace_id = workspace AND c.environment = place AND c.id = target::uuid);
    ELSE RETURN false;
  END CASE;
END $$;
--> statement-breakpoint
-- What would go of a stream whose events are kept for so many days, looking at so many events at most. Nothing goes.
CREATE FUNCTION public.count_expired_audit_events(of_stream text, days integer, how_many integer)
RETURNS TABLE (events integer, oldest timestamptz, newest timestamptz, names integer, first_uses integer, changes integer)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  place text := nullif(of_stream, 'workspace');
  environment_before text := coalesce(current_setting('app.environment', true), '');
BEGIN
  PERFORM set_config('app.environment', coalesce(place, ''), true);
  RETURN QUERY
    WITH expired AS MATERIALIZED (
      SELECT e.* FROM public.audit_events e
      WHERE e.workspace_id = workspace AND e.occurred_at < now() - make_interval(days => greatest(days, 30))
        AND e.environment IS NOT DISTINCT FROM place AND e.action <> 'audit_retention.remove_expired'
        AND EXISTS (SELECT FROM public.audit_leaves l
          WHERE l.workspace_id = workspace AND l.occurred_at = e.occurred_at AND l.event_id = e.id)
      ORDER BY e.occurred_at LIMIT how_many
    ), named AS (
      SELECT name.field, name.value, count(*) AS times
      FROM expired e JOIN public.audit_search s ON s.workspace_id = workspace AND s.occurred_at = e.occurred_at AND s.id = e.id
      CROSS JOIN LATERAL (VALUES ('tool', e.tool), ('action', e.action), ('key', e.credential_name),
        ('client', e.client_name), ('user', e.user_email), ('status', e.status), ('env', coalesce(e.environment, 'none')),
        ('channel', e.channel), ('effect', e.effect)) AS name(field, value)
      WHERE name.value <> '' GROUP BY 1, 2
    ), used AS (
      SELECT e.credential_id, u.kind, u.value, max(e.occurred_at) AS newest_at FROM expired e CROSS JOIN LATERAL
        (VALUES ('address', host(e.ip)), ('client', e.client_name), ('tool', e.tool)) AS u(kind, value)
      WHERE e.credential_id IS NOT NULL AND u.value <> '' GROUP BY 1, 2, 3
    )
    SELECT (SELECT count(*)::integer FROM expired), (SELECT min(e.occurred_at) FROM expired e),
      (SELECT max(e.occurred_at) FROM expired e),
      (SELECT count(*)::integer FROM named k JOIN public.audit_names n
        ON n.workspace_id = workspace AND n.field = k.field AND n.value = k.value AND n.events <= k.times),
      (SELECT count(*)::integer FROM used u JOIN public.audit_first_uses f
        ON f.workspace_id = workspace AND f.credential_id = u.credential_id AND f.kind = u.kind AND f.value = u.value
        AND f.last_at <= u.newest_at
        WHERE NOT EXISTS (
          SELECT FROM public.audit_events e
          WHERE e.workspace_id = workspace AND e.credential_id = u.credential_id
            AND e.occurred_at > u.newest_at AND e.occurred_at <= f.last_at + interval '1 day'
            AND u.value = CASE u.kind WHEN 'address' THEN host(e.ip) WHEN 'client' THEN e.client_name ELSE e.tool END)),
      (SELECT count(*)::integer FROM expired e JOIN public.changes c ON c.workspace_id = workspace
        AND c.audit_event_id = e.id AND c.environment IS NOT DISTINCT FROM place
        WHERE NOT public.is_team_data(workspace, place, c.target_type, c.target_id));
  PERFORM set_config('app.environment', environment_before, true);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY['forget_first_uses(jsonb, timestamptz)', 'forget_changes(text[], timestamptz[], uuid[])',
    'is_team_data(uuid, text, text, text)', 'count_expired_audit_events(text, integer, integer)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', signature);
  END LOOP;
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.count_expired_audit_events(text, integer, integer) TO %I', app);
END $$;
