ALTER TABLE "pending_writes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "idempotent_writes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
DECLARE app text := current_setting('postern.app_role');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.pending_writes TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.idempotent_writes TO %I', app);
END $$;
