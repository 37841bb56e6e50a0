CREATE TABLE "audit_arrivals" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"occurred_at" timestamp(6) with time zone NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "audit_arrivals_workspace_id_occurred_at_id_pk" PRIMARY KEY("workspace_id","occurred_at","id")
);
--> statement-breakpoint
ALTER TABLE "audit_arrivals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_names" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"field" text NOT NULL,
	"value" text NOT NULL,
	"events" bigint NOT NULL,
	"last_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "audit_names_workspace_id_field_value_pk" PRIMARY KEY("workspace_id","field","value")
);
--> statement-breakpoint
ALTER TABLE "audit_names" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_counts" DROP CONSTRAINT "audit_counts_workspace_id_field_starts_at_value_is_browser_read_pk";--> statement-breakpoint
ALTER TABLE "audit_counts" ADD CONSTRAINT "audit_counts_workspace_id_field_value_starts_at_is_browser_read_pk" PRIMARY KEY("workspace_id","field","value","starts_at","is_browser_read");--> statement-breakpoint
ALTER TABLE "audit_search" ADD COLUMN "position" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_search" ADD COLUMN "names" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_search_progress" ADD COLUMN "last_position" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_search_position" ON "audit_search" USING btree ("workspace_id","position");--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_arrivals" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_names" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);