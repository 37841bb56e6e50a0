ALTER TABLE "environment_policies" ADD COLUMN "destructive_confirmation" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "environment_policies" ADD COLUMN "bulk_rows" integer DEFAULT 50;--> statement-breakpoint
ALTER TABLE "environment_policies" ADD COLUMN "is_reason_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "environment_policies" ADD COLUMN "confirm_phrase" text DEFAULT 'CONFIRM' NOT NULL;