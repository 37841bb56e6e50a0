CREATE TABLE "usage_days" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"tool" text NOT NULL,
	"calls" integer NOT NULL,
	"errors" integer NOT NULL,
	"refusals" integer NOT NULL,
	"latency" integer[] NOT NULL,
	"starts_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "usage_days_workspace_id_credential_id_starts_at_tool_pk" PRIMARY KEY("workspace_id","credential_id","starts_at","tool")
);
--> statement-breakpoint
ALTER TABLE "usage_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "usage_hours" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"tool" text NOT NULL,
	"calls" integer NOT NULL,
	"errors" integer NOT NULL,
	"refusals" integer NOT NULL,
	"latency" integer[] NOT NULL,
	"starts_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "usage_hours_workspace_id_credential_id_starts_at_tool_pk" PRIMARY KEY("workspace_id","credential_id","starts_at","tool")
);
--> statement-breakpoint
ALTER TABLE "usage_hours" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "usage_rollups" (
	"workspace_id" uuid PRIMARY KEY DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"rolled_until" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "usage_rollups" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "usage_days_starts_at" ON "usage_days" USING btree ("workspace_id","starts_at");--> statement-breakpoint
CREATE INDEX "usage_hours_starts_at" ON "usage_hours" USING btree ("workspace_id","starts_at");--> statement-breakpoint
CREATE POLICY "tenant" ON "usage_days" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "usage_hours" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "usage_rollups" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);