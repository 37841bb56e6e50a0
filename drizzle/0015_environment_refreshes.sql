CREATE TABLE "environment_refreshes" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" text NOT NULL,
	"started_by_name" text NOT NULL,
	"started_at" timestamp (6) with time zone NOT NULL,
	"total_rows" integer NOT NULL,
	"done_rows" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp (6) with time zone,
	"failure" text,
	CONSTRAINT "environment_refreshes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "environment_refreshes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "environment_refreshes" ADD CONSTRAINT "environment_refreshes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "environment_refreshes_started" ON "environment_refreshes" USING btree ("workspace_id","started_at");--> statement-breakpoint
CREATE POLICY "tenant" ON "environment_refreshes" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);