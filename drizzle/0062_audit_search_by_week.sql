-- The index behind the search in weeks: the places of a frequent word are read for the weeks that are looked at, not for the
-- whole time, and what is added goes to a small index. Its rows are moved, in about two minutes for a million.
ALTER TABLE public.audit_search RENAME TO audit_search_whole;
--> statement-breakpoint
ALTER TABLE public.audit_search_whole RENAME CONSTRAINT audit_search_workspace_id_occurred_at_id_pk TO audit_search_whole_pk;
--> statement-breakpoint
DROP INDEX public.audit_search_words, public.audit_search_position;
--> statement-breakpoint
CREATE TABLE public.audit_search (
  workspace_id uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
  occurred_at timestamp(6) with time zone NOT NULL,
  id uuid NOT NULL,
  words tsvector NOT NULL,
  position bigint DEFAULT 0 NOT NULL,
  names text[] DEFAULT '{}' NOT NULL,
  CONSTRAINT audit_search_workspace_id_occurred_at_id_pk PRIMARY KEY (workspace_id, occurred_at, id)
) PARTITION BY RANGE (occurred_at);
--> statement-breakpoint
-- Weeks from Monday on, in UTC, wherever one is missing between two moments. Its callers hold the lock.
CREATE FUNCTION public.ensure_audit_search_weeks(since timestamptz, until timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  week timestamp := date_trunc('week', since AT TIME ZONE 'UTC');
  partition text;
  rule text := $rule$workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid$rule$;
BEGIN
  WHILE week < until AT TIME ZONE 'UTC' LOOP
    partition := 'audit_search_' || to_char(week, 'YYYY_MM_DD');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_search FOR VALUES FROM (%L) TO (%L)',
        partition, week AT TIME ZONE 'UTC', (week + interval '7 days') AT TIME ZONE 'UTC');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', partition);
      EXECUTE format('CREATE POLICY tenant ON public.%I USING (%s) WITH CHECK (%s)', partition, rule, rule);
    END IF;
    week := week + interval '7 days';
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.ensure_audit_search_weeks(timestamptz, timestamptz) FROM PUBLIC;
--> statement-breakpoint
-- As before, and with the weeks of these months.
CREATE OR REPLACE FUNCTION public.ensure_audit_partitions(months_ahead integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
  this_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
  month timestamptz;
  partition text;
  rule text := $rule$workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid$rule$;
BEGIN
  IF months_ahead NOT BETWEEN 0 AND 24 THEN
    RAISE EXCEPTION 'months_ahead must be between 0 and 24';
  END IF;
  PERFORM pg_advisory_xact_lock(7150118);
  FOR step IN -1..months_ahead LOOP
    month := (this_month + make_interval(months => step)) AT TIME ZONE 'UTC';
    partition := 'audit_events_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_events FOR VALUES FROM (%L) TO (%L)',
        partition, month, ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', partition);
      EXECUTE format('CREATE POLICY tenant ON public.%I USING (%s) WITH CHECK (%s)', partition, rule, rule);
    END IF;
  END LOOP;
  PERFORM public.ensure_audit_search_weeks((this_month - interval '1 month') AT TIME ZONE 'UTC',
    (this_month + make_interval(months => months_ahead + 1)) AT TIME ZONE 'UTC');
END $$;
--> statement-breakpoint
-- As before, with their weeks, and no longer waiting for a long reader, behind which every call would wait.
CREATE OR REPLACE FUNCTION public.ensure_past_audit_partitions(since timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
  first_month timestamptz := date_trunc('month', since AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  month timestamptz := first_month;
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
  PERFORM public.ensure_audit_search_weeks(first_month, month);
END $$;
--> statement-breakpoint
-- All that the log has partitions for.
SELECT public.ensure_audit_search_weeks(
  min(to_timestamp(right(relid::text, 7) || '+00', 'YYYY_MMTZH')),
  max(to_timestamp(right(relid::text, 7) || '+00', 'YYYY_MMTZH')) + interval '32 days')
FROM pg_partition_tree('public.audit_events') WHERE isleaf;
--> statement-breakpoint
ALTER TABLE public.audit_search_whole NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO public.audit_search (workspace_id, occurred_at, id, words, position, names)
SELECT workspace_id, occurred_at, id, words, position, names FROM public.audit_search_whole;
--> statement-breakpoint
DROP TABLE public.audit_search_whole;
--> statement-breakpoint
CREATE INDEX audit_search_position ON public.audit_search USING btree (workspace_id, position);
--> statement-breakpoint
CREATE INDEX audit_search_words ON public.audit_search USING gin (words);
--> statement-breakpoint
CREATE POLICY tenant ON public.audit_search AS PERMISSIVE FOR ALL TO public
  USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
  WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  ALTER TABLE public.audit_search ENABLE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_search FORCE ROW LEVEL SECURITY;
  EXECUTE format('GRANT SELECT, INSERT ON public.audit_search TO %I', app);
  EXECUTE format('GRANT SELECT ON public.audit_search TO %I', lookup);
  EXECUTE format('CREATE POLICY lookup ON public.audit_search FOR SELECT TO %I USING (true)', lookup);
END $$;
--> statement-breakpoint
-- As before, but for three things: room for the places of a word, less margin where many are looked for, and a second step
-- that goes by what the first one found.
CREATE OR REPLACE FUNCTION public.search_audit_index(
  query text, hides_browser_reads boolean, low_at timestamptz, low_id uuid, high_at timestamptz, high_id uuid,
  newest_first boolean, how_many integer
) RETURNS TABLE (occurred_at timestamptz, id uuid, names text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0
-- The places of a frequent word in one week, each by itself: where they don't fit, whole pages are looked through.
SET work_mem = '32MB' AS $$
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
  -- The more are looked for, the less chance there is in how many are found.
  many := greatest(how_many * CASE WHEN how_many < 1000 THEN 2.0 ELSE 1.25 END * events / matching, 500);
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
    -- What was found tells more than the statistics did, if it is enough to tell.
    many := CASE WHEN found_now >= 100 THEN greatest(left_over * 1.5 * many / found_now, 2001) ELSE many * 8 END;
  END LOOP;
END $$;
