ALTER TABLE "reminder_settings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "reminder_snoozes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "suspension_announcements" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
DECLARE app text := current_setting('postern.app_role');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.reminder_settings TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.reminder_snoozes, public.suspension_announcements TO %I', app);
END $$;
