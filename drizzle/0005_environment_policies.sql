CREATE TABLE "environment_policies" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"environment" text NOT NULL,
	"creator_roles" text[] NOT NULL,
	"is_rotation_required" boolean NOT NULL,
	"rotate_every_days" integer,
	"max_age_days" integer,
	"confirmation" text NOT NULL,
	"log_parts" text[] NOT NULL,
	"requests_per_minute" integer,
	"writes_per_minute" integer,
	"suspend_overdue_after_days" integer,
	"leak_reaction" text NOT NULL,
	"updated_by_name" text NOT NULL,
	"updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "environment_policies_workspace_id_environment_pk" PRIMARY KEY("workspace_id","environment")
);
--> statement-breakpoint
ALTER TABLE "environment_policies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "created_by_user_id" uuid;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "proven_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "proof_kind" text;--> statement-breakpoint
ALTER TABLE "environment_policies" ADD CONSTRAINT "environment_policies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "environment_policies" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);