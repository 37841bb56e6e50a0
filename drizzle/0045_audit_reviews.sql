CREATE TABLE "audit_first_uses" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"credential_name" text NOT NULL,
	"first_at" timestamp(6) with time zone NOT NULL,
	"last_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "audit_first_uses_workspace_id_credential_id_kind_value_pk" PRIMARY KEY("workspace_id","credential_id","kind","value")
);
--> statement-breakpoint
ALTER TABLE "audit_first_uses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_review_settings" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"cadence" text,
	"cadence_since" timestamp (6) with time zone,
	"reviewer_ids" uuid[] NOT NULL,
	"updated_by_name" text NOT NULL,
	"updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "audit_review_settings_workspace_id_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "audit_review_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_reviews" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"covered_from" timestamp (6) with time zone,
	"covered_until" timestamp (6) with time zone NOT NULL,
	"comment" text NOT NULL,
	"counts" jsonb NOT NULL,
	"by_user_id" uuid NOT NULL,
	"by_name" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_reviews_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_reviews" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_review_settings" ADD CONSTRAINT "audit_review_settings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_reviews" ADD CONSTRAINT "audit_reviews_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_first_uses_first_at" ON "audit_first_uses" USING btree ("workspace_id","first_at");--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_first_uses" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_review_settings" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_reviews" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);