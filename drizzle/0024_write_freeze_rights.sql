ALTER TABLE public.write_freezes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- What every write and whoever freezes take together: writers share it, the freeze has it alone.
CREATE FUNCTION public.write_freeze_lock() RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT hashtextextended('write_freeze:' || current_setting('app.workspace_id', true), 0)
$$;
--> statement-breakpoint
CREATE FUNCTION public.lock_write_freeze() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT pg_advisory_xact_lock(public.write_freeze_lock())
$$;
--> statement-breakpoint
-- The freeze that holds writes of an environment back, the workspace's before the environment's own. With the caller's
-- rights, so that the policies hold.
CREATE FUNCTION public.find_write_freeze(in_environment text) RETURNS TABLE (scope text, note text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT f.scope, f.note FROM public.write_freezes f
  WHERE f.scope IN ('workspace', in_environment) ORDER BY f.scope <> 'workspace' LIMIT 1
$$;
--> statement-breakpoint
-- The same, shared with all other writers until the transaction ends. Being volatile, its second statement sees what was
-- committed while the first one waited.
CREATE FUNCTION public.hold_write_freeze(in_environment text) RETURNS TABLE (scope text, note text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(public.write_freeze_lock());
  RETURN QUERY SELECT f.scope, f.note FROM public.find_write_freeze(in_environment) f;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  signature text;
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.write_freezes TO %I', app);
  FOREACH signature IN ARRAY ARRAY['write_freeze_lock()', 'lock_write_freeze()', 'find_write_freeze(text)', 'hold_write_freeze(text)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', signature, app);
  END LOOP;
END $$;
