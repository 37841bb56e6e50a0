CREATE TABLE "audit_views" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_user_id" uuid,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"range" text,
	"from_at" timestamp (6) with time zone,
	"to_at" timestamp (6) with time zone,
	"shows_browser_reads" boolean NOT NULL,
	"updated_by_name" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_views_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_views" ADD CONSTRAINT "audit_views_owner" FOREIGN KEY ("workspace_id","owner_user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_views_owner_user" ON "audit_views" USING btree ("workspace_id","owner_user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_views_own_name" ON "audit_views" USING btree ("workspace_id","owner_user_id",lower("name")) WHERE "audit_views"."owner_user_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_views_shared_name" ON "audit_views" USING btree ("workspace_id",lower("name")) WHERE "audit_views"."owner_user_id" is null;--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_views" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);