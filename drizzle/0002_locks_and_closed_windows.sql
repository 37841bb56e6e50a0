-- A new partition locks the whole audit log for a moment. Behind a backup, which reads it for hours, that moment must not
-- begin: every call would wait for it. The job tries again, months before the partition is needed.
ALTER FUNCTION public.ensure_audit_partitions(integer) SET lock_timeout = '3s';
--> statement-breakpoint
-- A window of refused calls that is over has its event; its counter goes.
DO $$
BEGIN
  EXECUTE format('GRANT DELETE ON public.authentication_failures TO %I', current_setting('postern.app_role'));
END $$;
