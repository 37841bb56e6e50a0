DROP FUNCTION public.take_key_budgets(uuid, uuid, integer, integer, integer[], integer[]);
--> statement-breakpoint
-- Takes each demand that fits into what the line has left of its last 60 seconds, in order, all of a demand or nothing.
-- With the caller's own rights, so that the policies hold; it enters the workspace by itself to be one statement that
-- commits alone. The row's lock makes it exact however many instances ask.
CREATE FUNCTION public.take_key_budgets(
  in_workspace uuid, of_line uuid, max_requests integer, max_writes integer, max_hour_writes integer,
  wanted_requests integer[], wanted_writes integer[]
)
RETURNS TABLE (over_budget text, retry_after_seconds integer)
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  span CONSTANT integer := 60;
  -- One more than an hour has, because the last minute is not over.
  hour_span CONSTANT integer := 61;
  empty CONSTANT integer[] := array_fill(0, ARRAY[60]);
  counter public.key_budget_counters;
  now_second bigint;
  shift integer;
  requests_taken integer;
  writes_taken integer;
  now_minute bigint;
  hour_taken integer;
BEGIN
  PERFORM set_config('app.workspace_id', in_workspace::text, true);
  SELECT * INTO counter FROM public.key_budget_counters c WHERE c.line_id = of_line FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO public.key_budget_counters (line_id, at_second, requests, writes) VALUES (of_line, 0, empty, empty) ON CONFLICT DO NOTHING;
    SELECT * INTO counter FROM public.key_budget_counters c WHERE c.line_id = of_line FOR UPDATE;
  END IF;
  now_second := floor(extract(epoch FROM clock_timestamp()));
  -- A clock that was set back: its last second goes on, unless it would for longer than a minute.
  IF counter.at_second BETWEEN now_second AND now_second + span THEN now_second := counter.at_second; END IF;
  shift := least(abs(now_second - counter.at_second), span);
  counter.requests := counter.requests[shift + 1:span] || array_fill(0, ARRAY[shift]);
  counter.writes := counter.writes[shift + 1:span] || array_fill(0, ARRAY[shift]);
  requests_taken := (SELECT sum(n) FROM unnest(counter.requests) n);
  writes_taken := (SELECT sum(n) FROM unnest(counter.writes) n);
  now_minute := greatest(now_second / 60, coalesce(counter.at_minute, 0));
  IF now_minute - now_second / 60 > hour_span THEN now_minute := now_second / 60; END IF;
  shift := least(abs(now_minute - coalesce(counter.at_minute, 0)), hour_span);
  counter.hour_writes := (coalesce(counter.hour_writes, array_fill(0, ARRAY[hour_span])))[shift + 1:hour_span] || array_fill(0, ARRAY[shift]);
  hour_taken := (SELECT sum(n) FROM unnest(counter.hour_writes) n);
  FOR place IN 1..cardinality(wanted_requests) LOOP
    over_budget := NULL;
    retry_after_seconds := 0;
    IF requests_taken + wanted_requests[place] > max_requests THEN
      over_budget := 'requests';
      retry_after_seconds := public.seconds_until_free(counter.requests, requests_taken + wanted_requests[place] - max_requests);
    ELSIF wanted_writes[place] > 0 AND writes_taken + wanted_writes[place] > max_writes THEN
      over_budget := 'writes';
      retry_after_seconds := public.seconds_until_free(counter.writes, writes_taken + wanted_writes[place] - max_writes);
    ELSIF wanted_writes[place] > 0 AND hour_taken + wanted_writes[place] > max_hour_writes THEN
      over_budget := 'hour_writes';
      retry_after_seconds := 60 * public.seconds_until_free(counter.hour_writes, hour_taken + wanted_writes[place] - max_hour_writes);
    ELSE
      hour_taken := hour_taken + wanted_writes[place];
      counter.hour_writes[hour_span] := counter.hour_writes[hour_span] + wanted_writes[place];
      requests_taken := requests_taken + wanted_requests[place];
      writes_taken := writes_taken + wanted_writes[place];
      counter.requests[span] := counter.requests[span] + wanted_requests[place];
      counter.writes[span] := counter.writes[span] + wanted_writes[place];
    END IF;
    RETURN NEXT;
  END LOOP;
  UPDATE public.key_budget_counters c
  SET at_second = now_second, requests = counter.requests, writes = counter.writes,
      at_minute = now_minute, hour_writes = counter.hour_writes
  WHERE c.line_id = of_line;
END $$;
--> statement-breakpoint
-- The look-up says whether the key's writes are paused, and for what.
DROP FUNCTION public.find_api_key(text);
--> statement-breakpoint
CREATE FUNCTION public.find_api_key(wanted_key_id text)
RETURNS TABLE (
  id uuid, workspace_id uuid, workspace_slug text, workspace_name text, environment text, name text, client_kind text, last_four text, scopes text[], writes_need_approval boolean,
  secret_hash bytea, pepper_id integer, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, suspended_at timestamptz, overlap_ends_at timestamptz,
  allowed_addresses text[], allowed_hours jsonb, project_ids uuid[], line_id uuid, requests_per_minute integer, writes_per_minute integer,
  writes_per_hour integer, writes_paused_by text,
  last_used_at timestamptz,
  owner_user_id uuid, owner_name text, owner_email text, owner_role text,
  has_policy boolean, max_age_days integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT k.id, k.workspace_id, w.slug, w.name, k.environment, k.name, k.client_kind, k.last_four, k.scopes, k.writes_need_approval,
           k.secret_hash, k.pepper_id, k.created_at, k.expires_at, k.revoked_at, k.suspended_at, k.overlap_ends_at,
           k.allowed_addresses, k.allowed_hours, k.project_ids, k.line_id, k.requests_per_minute, k.writes_per_minute,
           k.writes_per_hour, k.writes_paused_by,
           k.last_used_at,
           k.owner_user_id, u.name, u.email, CASE WHEN u.disabled_at IS NULL THEN m.role END,
           p.workspace_id IS NOT NULL, p.max_age_days
    FROM public.api_keys k
    JOIN public.workspaces w ON w.id = k.workspace_id
    LEFT JOIN public.users u ON u.id = k.owner_user_id
    LEFT JOIN public.memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.owner_user_id
    LEFT JOIN public.environment_policies p ON p.workspace_id = k.workspace_id AND p.environment = k.environment
    WHERE k.key_id = wanted_key_id;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  lookup text := current_setting('postern.lookup_role');
BEGIN
  EXECUTE format('GRANT CREATE ON SCHEMA public TO %I', lookup);
  EXECUTE format('ALTER FUNCTION public.find_api_key(text) OWNER TO %I', lookup);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', lookup);
  EXECUTE 'REVOKE ALL ON FUNCTION public.find_api_key(text) FROM PUBLIC';
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.find_api_key(text) TO %I', app);
  EXECUTE 'REVOKE ALL ON FUNCTION public.take_key_budgets(uuid, uuid, integer, integer, integer, integer[], integer[]) FROM PUBLIC';
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.take_key_budgets(uuid, uuid, integer, integer, integer, integer[], integer[]) TO %I', app);
  -- Resuming a key's writes begins its budgets anew.
  EXECUTE format('GRANT DELETE ON public.key_budget_counters TO %I', app);
END $$;
