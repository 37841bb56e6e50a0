-- What was decided before keeps its meaning: who wanted a confirmation wanted it of deletions as well. The owner of a
-- table is bound by forced row-level security, and no tenant is set here.
ALTER TABLE "environment_policies" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "environment_policies" SET
  "destructive_confirmation" = CASE WHEN "confirmation" = 'confirm' THEN 'approval' ELSE "confirmation" END,
  "is_reason_required" = "confirmation" IN ('confirm', 'approval');--> statement-breakpoint
ALTER TABLE "environment_policies" FORCE ROW LEVEL SECURITY;
