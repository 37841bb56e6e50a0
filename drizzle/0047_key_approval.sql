ALTER TABLE "api_keys" ADD COLUMN "approval_requested_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "approved_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "approved_by_name" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "approval_comment" text;--> statement-breakpoint
ALTER TABLE "environment_policies" ADD COLUMN "is_key_approval_required" boolean DEFAULT false NOT NULL;