CREATE TABLE "write_freezes" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"scope" text NOT NULL,
	"note" text NOT NULL,
	"frozen_at" timestamp (6) with time zone NOT NULL,
	"frozen_by_name" text NOT NULL,
	CONSTRAINT "write_freezes_workspace_id_scope_pk" PRIMARY KEY("workspace_id","scope"),
	CONSTRAINT "write_freezes_scope" CHECK ("scope" in ('workspace', 'development', 'staging', 'production'))
);
--> statement-breakpoint
ALTER TABLE "write_freezes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "write_freezes" ADD CONSTRAINT "write_freezes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "write_freezes" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);