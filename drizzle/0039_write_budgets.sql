ALTER TABLE "api_keys" ADD COLUMN "writes_per_hour" integer;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "writes_paused_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "writes_paused_by" text;--> statement-breakpoint
ALTER TABLE "environment_policies" ADD COLUMN "max_rows" integer DEFAULT 1000;--> statement-breakpoint
ALTER TABLE "environment_policies" ADD COLUMN "writes_per_hour" integer;--> statement-breakpoint
ALTER TABLE "key_budget_counters" ADD COLUMN "at_minute" bigint;--> statement-breakpoint
ALTER TABLE "key_budget_counters" ADD COLUMN "hour_writes" integer[];