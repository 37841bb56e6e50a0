ALTER TABLE public.environment_policies FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.environment_policies TO %I', current_setting('postern.app_role'));
END $$;
