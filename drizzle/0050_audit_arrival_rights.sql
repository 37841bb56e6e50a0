-- The index is made anew: its words and names have changed. Until the job has come round, searches read the events.
TRUNCATE public.audit_search, public.audit_counts, public.audit_search_progress;
--> statement-breakpoint
ALTER TABLE public.audit_events NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO public.audit_arrivals (workspace_id, occurred_at, id) SELECT workspace_id, occurred_at, id FROM public.audit_events;
--> statement-breakpoint
ALTER TABLE public.audit_events FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
  writer text := current_setting('postern.audit_writer_role');
BEGIN
  ALTER TABLE public.audit_arrivals FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_names FORCE ROW LEVEL SECURITY;
  -- It is a queue: rows go as fast as they come.
  ALTER TABLE public.audit_arrivals SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
  EXECUTE format('GRANT SELECT, INSERT, DELETE ON public.audit_arrivals TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.audit_names TO %I', app);
  EXECUTE format('GRANT INSERT ON public.audit_arrivals TO %I', writer);
  EXECUTE format('GRANT SELECT ON public.audit_arrivals TO %I', lookup);
  EXECUTE format('CREATE POLICY audit_writer ON public.audit_arrivals FOR INSERT TO %I WITH CHECK (true)', writer);
  EXECUTE format('CREATE POLICY lookup ON public.audit_arrivals FOR SELECT TO %I USING (true)', lookup);
END $$;
--> statement-breakpoint
-- With the rights of whoever writes the events: in a tenant's transaction its own policy holds here as well.
CREATE FUNCTION public.note_audit_arrivals() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.audit_arrivals (workspace_id, occurred_at, id) SELECT workspace_id, occurred_at, id FROM arrived;
  RETURN NULL;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.note_audit_arrivals() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER note_arrivals AFTER INSERT ON public.audit_events
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION public.note_audit_arrivals();
--> statement-breakpoint
-- The networks that an address lies in, each as its family and the bytes of its prefix: /8, /16 and /24, in version 6
-- /16, /32, /48 and /64.
CREATE FUNCTION public.audit_networks(ip inet) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY(
    SELECT family(ip) || encode(substr(inet_send(ip), 5, bytes), 'hex')
    FROM unnest(CASE family(ip) WHEN 4 THEN ARRAY[1, 2, 3] ELSE ARRAY[2, 4, 6, 8] END) AS bytes
    WHERE ip IS NOT NULL)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.audit_search_words(e public.audit_events) RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
  SELECT array_to_tsvector(ARRAY(
    SELECT right(e.workspace_id::text, 8) || kind || left(lower(value), 100)
    FROM (
      SELECT 'w', unnest(string_to_array(translate(public.audit_search_text(e), U&'\0001', ' '), ' '))
      UNION ALL SELECT 'n', unnest(string_to_array(public.audit_reason_text(e), ' '))
      UNION ALL SELECT 'm', unnest(public.audit_networks(e.ip))
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
-- In the order of FACET_FIELDS.
CREATE FUNCTION public.audit_search_names(e public.audit_events) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[e.tool, e.action, e.credential_name, e.client_name, e.user_email, e.status,
    coalesce(e.environment, 'none'), e.channel, e.effect]
$$;
--> statement-breakpoint
DROP FUNCTION public.search_audit_index(text, timestamptz, uuid, timestamptz, uuid, boolean, integer);
--> statement-breakpoint
-- Newest (or oldest) indexed events of the current workspace between two positions, both exclusive. `query` null: all.
-- It works with its owner's rights because row-level security keeps `@@` from using an index; the workspace is still the
-- transaction's. It walks through windows of time, each eight times the one before: where many match, the first ones are
-- enough; where few match, the last ones are, each planned for itself, answered by the index of words.
CREATE FUNCTION public.search_audit_index(
  query text, low_at timestamptz, low_id uuid, high_at timestamptz, high_id uuid, newest_first boolean, how_many integer
) RETURNS TABLE (occurred_at timestamptz, id uuid, names text[])
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
          SELECT s.occurred_at, s.id, s.names FROM public.audit_search s
          WHERE s.workspace_id = workspace AND s.occurred_at >= from_at AND s.occurred_at < until_at
            AND (wanted IS NULL OR s.words @@ wanted))
        SELECT m.occurred_at, m.id, m.names FROM matching m
        WHERE (m.occurred_at, m.id) > (low_at, low_id) AND (m.occurred_at, m.id) < (high_at, high_id)
        ORDER BY m.occurred_at DESC, m.id DESC LIMIT left_over;
      GET DIAGNOSTICS found_now = ROW_COUNT;
      until_at := from_at;
    ELSE
      until_at := least(from_at + width, ceiling_at);
      RETURN QUERY
        WITH matching AS MATERIALIZED (
          SELECT s.occurred_at, s.id, s.names FROM public.audit_search s
          WHERE s.workspace_id = workspace AND s.occurred_at >= from_at AND s.occurred_at < until_at
            AND (wanted IS NULL OR s.words @@ wanted))
        SELECT m.occurred_at, m.id, m.names FROM matching m
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
CREATE OR REPLACE FUNCTION public.list_audit_search_due(after uuid, how_many integer) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT w.id FROM public.workspaces w
    WHERE (after IS NULL OR w.id > after) AND EXISTS (SELECT FROM public.audit_arrivals a WHERE a.workspace_id = w.id)
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
  EXECUTE format('ALTER FUNCTION public.search_audit_index(text, timestamptz, uuid, timestamptz, uuid, boolean, integer) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  FOREACH signature IN ARRAY ARRAY['search_audit_index(text, timestamptz, uuid, timestamptz, uuid, boolean, integer)',
    'audit_networks(inet)', 'audit_search_names(public.audit_events)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', signature, app);
  END LOOP;
END $$;
