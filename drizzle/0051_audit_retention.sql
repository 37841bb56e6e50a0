CREATE TABLE "audit_retention" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"stream" text NOT NULL,
	"keep_days" integer NOT NULL,
	"hold_reason" text,
	"hold_since" timestamp (6) with time zone,
	"updated_by_name" text NOT NULL,
	"updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "audit_retention_workspace_id_stream_pk" PRIMARY KEY("workspace_id","stream"),
	CONSTRAINT "audit_retention_stream" CHECK ("stream" in ('workspace', 'development', 'staging', 'production')),
	CONSTRAINT "audit_retention_keep_days" CHECK (keep_days between 30 and 2557)
);
--> statement-breakpoint
ALTER TABLE "audit_retention" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_retention" ADD CONSTRAINT "audit_retention_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_retention" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);