ALTER TABLE "api_keys" ADD COLUMN "configured_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "restarted_at" timestamp (6) with time zone;