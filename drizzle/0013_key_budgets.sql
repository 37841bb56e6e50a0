CREATE TABLE "key_budget_counters" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"at_second" bigint NOT NULL,
	"requests" integer[] NOT NULL,
	"writes" integer[] NOT NULL,
	CONSTRAINT "key_budget_counters_workspace_id_line_id_pk" PRIMARY KEY("workspace_id","line_id")
);
--> statement-breakpoint
ALTER TABLE "key_budget_counters" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "requests_per_minute" integer;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "writes_per_minute" integer;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_client" text;--> statement-breakpoint
CREATE POLICY "tenant" ON "key_budget_counters" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);