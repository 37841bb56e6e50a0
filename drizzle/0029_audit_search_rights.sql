DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  ALTER TABLE public.audit_search FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_search_progress FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_counts FORCE ROW LEVEL SECURITY;
  EXECUTE format('GRANT SELECT, INSERT ON public.audit_search TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.audit_search_progress, public.audit_counts TO %I', app);
  EXECUTE format('GRANT SELECT ON public.audit_search, public.audit_search_progress TO %I', lookup);
  EXECUTE format('GRANT SELECT (workspace_id, occurred_at) ON public.audit_events TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_search FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_search_progress FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_events FOR SELECT TO %I USING (true)', lookup);
END $$;
--> statement-breakpoint
-- Everything of an event that free text finds: words in lower case with one space around each, values apart by U+0001.
-- lib/audit-query/normalize.ts splits a query the same way.
CREATE FUNCTION public.audit_search_text(e public.audit_events) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT ' ' || regexp_replace(lower(array_to_string(ARRAY[
    e.action, e.tool, e.actor_name, e.user_name, e.user_email, e.credential_name, e.credential_hint,
    e.target_id, e.target_label, e.reason, e.error_code, e.error_reason, e.client_name, e.user_agent,
    e.request_id, e.trace_id, host(e.ip)
  ] || ARRAY(
    SELECT leaf #>> '{}' FROM jsonb_path_query(
      jsonb_build_array(e.params, e.result, e.changes), 'strict $.** ? (@.type() == "string" || @.type() == "number")'
    ) AS leaf
  ), E' \u0001 ')),
  '[\u0002-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g') || ' '
$$;
--> statement-breakpoint
-- The same, for the reason alone.
CREATE FUNCTION public.audit_reason_text(e public.audit_events) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT ' ' || regexp_replace(lower(coalesce(e.reason, '')),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g') || ' '
$$;
--> statement-breakpoint
-- What the index has of an event. Each word: the end of the workspace's id, a letter for the kind, the value.
CREATE FUNCTION public.audit_search_words(e public.audit_events) RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
  SELECT array_to_tsvector(ARRAY(
    SELECT right(e.workspace_id::text, 8) || kind || left(lower(value), 100)
    FROM (
      SELECT 'w', unnest(string_to_array(translate(public.audit_search_text(e), U&'\0001', ' '), ' '))
      UNION ALL SELECT 'n', unnest(string_to_array(public.audit_reason_text(e), ' '))
      UNION ALL SELECT * FROM unnest(
        ARRAY['t', 'a', 'k', 'k', 'c', 'u', 'u', 'u', 's', 'e', 'h', 'f', 'i', 'g', 'g', 'g', 'g', 'r', 'r'],
        ARRAY[e.tool, e.action, e.credential_name, e.credential_id::text, e.client_name,
          e.user_id::text, e.user_name, e.user_email, e.status, coalesce(e.environment, 'none'), e.channel, e.effect,
          host(e.ip), e.target_type, e.target_id, e.target_label, split_part(e.target_label, ' ', 1),
          e.request_id, e.trace_id])
    ) AS found(kind, value)
    WHERE value <> ''
  ))
$$;
--> statement-breakpoint
-- Newest (or oldest) indexed events of the current workspace between two positions, both exclusive. `query` null: all.
-- It works with its owner's rights because row-level security keeps `@@` from using an index; the workspace is still the
-- transaction's. It walks through windows of time, each eight times the one before: where many match, the first ones are
-- enough; where few match, the last ones are, each planned for itself, answered by the index of words.
CREATE FUNCTION public.search_audit_index(
  query text, low_at timestamptz, low_id uuid, high_at timestamptz, high_id uuid, newest_first boolean, how_many integer
) RETURNS TABLE (occurred_at timestamptz, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
  workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  wanted tsquery := query::tsquery;
  width interval := interval '1 minute';
  floor_at timestamptz;
  ceiling_at timestamptz;
  from_at timestamptz;
  until_at timestamptz;
  left_over integer := how_many;
  found_now integer;
BEGIN
  SELECT min(s.occurred_at), max(s.occurred_at) INTO floor_at, ceiling_at FROM public.audit_search s WHERE s.workspace_id = workspace;
  IF floor_at IS NULL THEN RETURN; END IF;
  floor_at := greatest(floor_at, low_at);
  ceiling_at := least(ceiling_at, high_at) + interval '1 microsecond';
  from_at := floor_at;
  until_at := ceiling_at;
  WHILE left_over > 0 AND from_at < ceiling_at AND until_at > floor_at LOOP
    IF newest_first THEN
      from_at := greatest(until_at - width, floor_at);
      RETURN QUERY
        WITH matching AS MATERIALIZED (
          SELECT s.occurred_at, s.id FROM public.audit_search s
          WHERE s.workspace_id = workspace AND s.occurred_at >= from_at AND s.occurred_at < until_at
            AND (wanted IS NULL OR s.words @@ wanted))
        SELECT m.occurred_at, m.id FROM matching m
        WHERE (m.occurred_at, m.id) > (low_at, low_id) AND (m.occurred_at, m.id) < (high_at, high_id)
        ORDER BY m.occurred_at DESC, m.id DESC LIMIT left_over;
      GET DIAGNOSTICS found_now = ROW_COUNT;
      until_at := from_at;
    ELSE
      until_at := least(from_at + width, ceiling_at);
      RETURN QUERY
        WITH matching AS MATERIALIZED (
          SELECT s.occurred_at, s.id FROM public.audit_search s
          WHERE s.workspace_id = workspace AND s.occurred_at >= from_at AND s.occurred_at < until_at
            AND (wanted IS NULL OR s.words @@ wanted))
        SELECT m.occurred_at, m.id FROM matching m
        WHERE (m.occurred_at, m.id) > (low_at, low_id) AND (m.occurred_at, m.id) < (high_at, high_id)
        ORDER BY m.occurred_at, m.id LIMIT left_over;
      GET DIAGNOSTICS found_now = ROW_COUNT;
      from_at := until_at;
    END IF;
    left_over := left_over - found_now;
    width := width * 8;
  END LOOP;
END $$;
--> statement-breakpoint
-- Only finds them: indexing happens in the workspace's own transaction.
CREATE FUNCTION public.list_audit_search_due(after uuid, how_many integer) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT w.id FROM public.workspaces w LEFT JOIN public.audit_search_progress p ON p.workspace_id = w.id
    WHERE (after IS NULL OR w.id > after) AND EXISTS (
      SELECT FROM public.audit_events e
      WHERE e.workspace_id = w.id AND e.occurred_at > coalesce(p.indexed_until, '-infinity'))
    ORDER BY w.id LIMIT how_many;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
  signature text;
BEGIN
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  FOREACH signature IN ARRAY ARRAY['search_audit_index(text, timestamptz, uuid, timestamptz, uuid, boolean, integer)',
    'list_audit_search_due(uuid, integer)'] LOOP
    EXECUTE format('ALTER FUNCTION public.%s OWNER TO %I', signature, lookup);
  END LOOP;
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  FOREACH signature IN ARRAY ARRAY['search_audit_index(text, timestamptz, uuid, timestamptz, uuid, boolean, integer)',
    'list_audit_search_due(uuid, integer)', 'audit_search_text(public.audit_events)',
    'audit_reason_text(public.audit_events)', 'audit_search_words(public.audit_events)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', signature, app);
  END LOOP;
END $$;
--> statement-breakpoint
-- Partitions of months that are over, for events that are made up.
CREATE FUNCTION public.ensure_past_audit_partitions(since timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  month timestamptz := date_trunc('month', since AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  partition text;
  rule text := $rule$workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid$rule$;
BEGIN
  IF since < now() - interval '8 years' THEN
    RAISE EXCEPTION 'since must not be more than eight years ago';
  END IF;
  PERFORM pg_advisory_xact_lock(7150118);
  WHILE month < now() LOOP
    partition := 'audit_events_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_events FOR VALUES FROM (%L) TO (%L)',
        partition, month, ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', partition);
      EXECUTE format('CREATE POLICY tenant ON public.%I USING (%s) WITH CHECK (%s)', partition, rule, rule);
    END IF;
    month := ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.ensure_past_audit_partitions(timestamptz) FROM PUBLIC;
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.ensure_past_audit_partitions(timestamptz) TO %I', current_setting('postern.app_role'));
END $$;
