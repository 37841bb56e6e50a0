-- What credentials used for the first time, from the events that there are. The owner of a table is bound by forced
-- row-level security, and no tenant is set here.
ALTER TABLE "audit_events" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO "audit_first_uses" ("workspace_id", "credential_id", "kind", "value", "credential_name", "first_at", "last_at")
SELECT e.workspace_id, e.credential_id, used.kind, used.value, max(coalesce(e.credential_name, '')), min(e.occurred_at), max(e.occurred_at)
FROM "audit_events" e CROSS JOIN LATERAL
  (VALUES ('address', host(e.ip)), ('client', e.client_name), ('tool', e.tool)) AS used(kind, value)
WHERE e.credential_id IS NOT NULL AND used.value <> ''
GROUP BY 1, 2, 3, 4;--> statement-breakpoint
ALTER TABLE "audit_events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
DECLARE app text := current_setting('postern.app_role');
BEGIN
  ALTER TABLE public.audit_review_settings FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_reviews FORCE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_first_uses FORCE ROW LEVEL SECURITY;
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.audit_review_settings, public.audit_first_uses TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT ON public.audit_reviews TO %I', app);
END $$;
