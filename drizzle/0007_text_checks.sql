ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "authentication_failures" ADD CONSTRAINT "authentication_failures_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_status" CHECK ("status" in ('success', 'error', 'denied', 'preview', 'dry_run'));--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "environment_policies" ADD CONSTRAINT "environment_policies_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_role" CHECK ("role" in ('owner', 'admin', 'member', 'auditor'));--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_environment" CHECK ("environment" in ('development', 'staging', 'production'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_status" CHECK ("status" in ('todo', 'in_progress', 'in_review', 'done', 'cancelled'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_priority" CHECK ("priority" in ('none', 'low', 'medium', 'high', 'urgent'));