ALTER TABLE public.environment_refreshes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.environment_refreshes TO %I', current_setting('postern.app_role'));
END $$;
