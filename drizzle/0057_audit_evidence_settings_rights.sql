ALTER TABLE "audit_evidence_settings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.audit_evidence_settings TO %I', current_setting('postern.app_role'));
END $$;
