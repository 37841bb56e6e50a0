-- What the index has of an event: the same words as before, in half the time. The contents are split as one text.
CREATE OR REPLACE FUNCTION public.audit_search_words(e audit_events) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  lead text := right(e.workspace_id::text, 8);
  leaves jsonb := jsonb_path_query_array(jsonb_build_array(e.params, e.result, e.changes),
    'strict $.** ? (@.type() == "string" || @.type() == "number")');
  contents text := leaves::text;
  free text;
  words text[];
BEGIN
  -- Only where something was escaped does the text of all differ from that of each.
  IF strpos(contents, '\') > 0 THEN
    contents := (SELECT string_agg(leaf #>> '{}', ' ') FROM jsonb_array_elements(leaves) AS leaf);
  END IF;
  free := regexp_replace(lower(concat_ws(' ', '', e.action, e.tool, e.actor_name, e.user_name, e.user_email,
    e.credential_name, e.credential_hint, e.target_id, e.target_label, e.reason, e.error_code, e.error_reason,
    e.client_name, e.user_agent, e.request_id, e.trace_id, host(e.ip), contents)),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ' || lead || 'w', 'g');
  IF e.reason <> '' THEN
    free := free || regexp_replace(' ' || lower(e.reason),
      '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ' || lead || 'n', 'g');
  END IF;
  words := string_to_array(free, ' ');
  IF free ~ '[^ ]{110}' THEN
    words := ARRAY(SELECT left(word, 109) FROM unnest(words) AS word);
  END IF;
  words := words || ARRAY[
    lead || 't' || left(lower(nullif(e.tool, '')), 100),
    lead || 'a' || lower(e.action),
    lead || 'k' || left(lower(nullif(e.credential_name, '')), 100),
    lead || 'k' || lower(e.credential_id::text),
    lead || 'c' || left(lower(nullif(e.client_name, '')), 100),
    lead || 'u' || lower(e.user_id::text),
    lead || 'u' || left(lower(nullif(e.user_name, '')), 100),
    lead || 'u' || left(lower(nullif(e.user_email, '')), 100),
    lead || 's' || lower(e.status),
    lead || 'e' || lower(coalesce(e.environment, 'none')),
    lead || 'h' || lower(e.channel),
    lead || 'f' || lower(e.effect),
    lead || 'i' || lower(host(e.ip)),
    lead || 'g' || left(lower(nullif(e.target_type, '')), 100),
    lead || 'g' || left(lower(nullif(e.target_id, '')), 100),
    lead || 'g' || left(lower(nullif(e.target_label, '')), 100),
    lead || 'g' || left(lower(nullif(split_part(e.target_label, ' ', 1), '')), 100),
    lead || 'r' || left(lower(nullif(e.request_id, '')), 100),
    lead || 'r' || left(lower(nullif(e.trace_id, '')), 100)];
  IF family(e.ip) = 4 THEN
    words := words || ARRAY[lead || 'm4' || encode(substr(inet_send(e.ip), 5, 1), 'hex'),
      lead || 'm4' || encode(substr(inet_send(e.ip), 5, 2), 'hex'),
      lead || 'm4' || encode(substr(inet_send(e.ip), 5, 3), 'hex')];
  ELSIF e.ip IS NOT NULL THEN
    words := words || ARRAY(SELECT lead || 'm' || network FROM unnest(public.audit_networks(e.ip)) AS network);
  END IF;
  -- What stood between two separators may have been nothing.
  RETURN array_to_tsvector(array_remove(array_remove(array_remove(array_remove(words, NULL), ''), lead || 'w'), lead || 'n'));
END $function$;
--> statement-breakpoint
DROP FUNCTION public.search_audit_index(text, timestamptz, uuid, timestamptz, uuid, boolean, integer);
--> statement-breakpoint
-- Newest (or oldest) indexed events of the current workspace between two positions, both exclusive. `query` null: all.
-- It works with its owner's rights because row-level security keeps `@@` from using an index; the workspace is still the
-- transaction's. The statistics say how many events have the words, so how many have to be looked at to find enough: where
-- many do, a short time is, by the index of time or of words; where few do, all of the log, by the index of words. Where
-- that was not enough, eight times as many. (Volatile only because PostgreSQL explains no query elsewhere.)
CREATE FUNCTION public.search_audit_index(
  query text, hides_browser_reads boolean, low_at timestamptz, low_id uuid, high_at timestamptz, high_id uuid,
  newest_first boolean, how_many integer
) RETURNS TABLE (occurred_at timestamptz, id uuid, names text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  wanted tsquery := query::tsquery;
  direction text := CASE WHEN newest_first THEN 'DESC' ELSE 'ASC' END;
  -- The names tell without a look at the words.
  shown text := CASE WHEN hides_browser_reads
    THEN $sql$AND NOT (s.names[8] = 'browser' AND s.names[9] = 'read' AND s.names[6] = 'success')$sql$ ELSE '' END;
  rest_from timestamptz := low_at;
  rest_until timestamptz := high_at;
  boundary timestamptz;
  plan json;
  matching double precision;
  events bigint;
  many double precision;
  left_over integer := how_many;
  found_now integer;
BEGIN
  IF wanted IS NULL THEN
    RETURN QUERY EXECUTE format($sql$
      SELECT s.occurred_at, s.id, s.names FROM public.audit_search s
      WHERE s.workspace_id = $1 AND s.occurred_at >= $2 AND s.occurred_at <= $4
        AND (s.occurred_at, s.id) > ($2, $3) AND (s.occurred_at, s.id) < ($4, $5) %1$s
      ORDER BY s.occurred_at %2$s, s.id %2$s LIMIT $6$sql$, shown, direction)
      USING workspace, low_at, low_id, high_at, high_id, how_many;
    RETURN;
  END IF;
  -- How many events have to be looked at to find so many, by what the statistics know of these words.
  EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM public.audit_search WHERE words @@ $1' INTO plan USING wanted;
  matching := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision, 1);
  events := coalesce((SELECT p.last_position FROM public.audit_search_progress p WHERE p.workspace_id = workspace), 0);
  many := greatest(how_many * 2.0 * events / matching, 500);
  WHILE left_over > 0 LOOP
    boundary := NULL;
    IF many <= 2000 THEN
      EXECUTE format($sql$
        SELECT s.occurred_at FROM public.audit_search s
        WHERE s.workspace_id = $1 AND s.occurred_at >= $2 AND s.occurred_at <= $3
        ORDER BY s.occurred_at %1$s OFFSET $4 LIMIT 1$sql$, direction)
        INTO boundary USING workspace, rest_from, rest_until, many::integer;
    ELSIF matching > 5000 THEN
      -- By the hour is near enough, and far less to read.
      EXECUTE format($sql$
        SELECT hour.starts_at FROM (
          SELECT c.starts_at, sum(sum(c.events)) OVER (ORDER BY c.starts_at %1$s) AS events FROM public.audit_counts c
          WHERE c.workspace_id = $1 AND c.field = '' AND c.value = ''
            AND c.starts_at >= CASE WHEN $2 = '-infinity' THEN $2 ELSE $2 - interval '1 hour' END AND c.starts_at <= $3
          GROUP BY c.starts_at) AS hour
        WHERE hour.events >= $4 ORDER BY hour.starts_at %1$s LIMIT 1$sql$, direction)
        INTO boundary USING workspace, rest_from, rest_until, many;
      IF NOT newest_first THEN boundary := boundary + interval '1 hour'; END IF;
      IF boundary <= rest_from OR boundary >= rest_until THEN boundary := NULL; END IF;
    END IF;
    RETURN QUERY EXECUTE format($sql$
      WITH matching AS MATERIALIZED (
        SELECT s.occurred_at, s.id, s.names FROM public.audit_search s
        WHERE s.workspace_id = $1 AND s.occurred_at >= $2 AND s.occurred_at <= $3 AND %3$s %1$s)
      SELECT m.occurred_at, m.id, m.names FROM matching m
      WHERE (m.occurred_at, m.id) > ($5, $6) AND (m.occurred_at, m.id) < ($7, $8)
      ORDER BY m.occurred_at %2$s, m.id %2$s LIMIT $9$sql$, shown, direction,
      -- A few rows are read faster than all places of a frequent word: no index answers the function behind the operator.
      CASE WHEN many <= 2000 THEN 'ts_match_vq(s.words, $4)' ELSE 's.words @@ $4' END)
      USING workspace, CASE WHEN newest_first THEN coalesce(boundary, rest_from) ELSE rest_from END,
        CASE WHEN newest_first THEN rest_until ELSE coalesce(boundary, rest_until) END,
        wanted, low_at, low_id, high_at, high_id, left_over;
    GET DIAGNOSTICS found_now = ROW_COUNT;
    EXIT WHEN boundary IS NULL;
    IF newest_first THEN
      rest_until := boundary - interval '1 microsecond';
    ELSE
      rest_from := boundary + interval '1 microsecond';
    END IF;
    left_over := left_over - found_now;
    many := many * 8;
  END LOOP;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
  signature text := 'search_audit_index(text, boolean, timestamptz, uuid, timestamptz, uuid, boolean, integer)';
BEGIN
  EXECUTE format('GRANT SELECT ON public.audit_counts TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_counts FOR SELECT TO %I USING (true)', lookup);
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.%s OWNER TO %I', signature, lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', signature);
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', signature, app);
END $$;
--> statement-breakpoint
-- A queue: what has left it must not be walked over again and again.
ALTER TABLE public.audit_arrivals SET (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
