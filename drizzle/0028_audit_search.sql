CREATE TABLE "audit_counts" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"starts_at" timestamp(6) with time zone NOT NULL,
	"field" text NOT NULL,
	"value" text NOT NULL,
	"is_browser_read" boolean NOT NULL,
	"events" integer NOT NULL,
	CONSTRAINT "audit_counts_workspace_id_field_starts_at_value_is_browser_read_pk" PRIMARY KEY("workspace_id","field","starts_at","value","is_browser_read")
);
--> statement-breakpoint
ALTER TABLE "audit_counts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_search" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"occurred_at" timestamp(6) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"words" "tsvector" NOT NULL,
	CONSTRAINT "audit_search_workspace_id_occurred_at_id_pk" PRIMARY KEY("workspace_id","occurred_at","id")
);
--> statement-breakpoint
ALTER TABLE "audit_search" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_search_progress" (
	"workspace_id" uuid PRIMARY KEY DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"indexed_until" timestamp(6) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_search_progress" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "audit_search_words" ON "audit_search" USING gin ("words");--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_counts" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_search" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_search_progress" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);