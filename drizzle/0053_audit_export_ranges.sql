ALTER TABLE "audit_exports" DROP CONSTRAINT "audit_exports_state";--> statement-breakpoint
ALTER TABLE "audit_export_parts" ADD COLUMN "size_bytes" integer;--> statement-breakpoint
ALTER TABLE "audit_export_parts" ADD COLUMN "begins_at" bigint;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "failed_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "try_after" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD CONSTRAINT "audit_exports_failure" CHECK ("failure" in ('too_slow', 'internal'));--> statement-breakpoint
ALTER TABLE "audit_exports" ADD CONSTRAINT "audit_exports_state" CHECK ("state" in ('direct', 'waiting', 'running', 'ready', 'cancelled', 'failed'));