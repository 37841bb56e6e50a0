ALTER TABLE "audit_views" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
DECLARE app text := current_setting('postern.app_role');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.audit_views TO %I', app);
END $$;
