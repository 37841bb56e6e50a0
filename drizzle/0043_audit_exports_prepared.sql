CREATE TABLE "audit_export_parts" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"export_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "audit_export_parts_workspace_id_export_id_part_pk" PRIMARY KEY("workspace_id","export_id","part")
);
--> statement-breakpoint
ALTER TABLE "audit_export_parts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "state" text DEFAULT 'direct' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "events" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "parts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "cursor" text;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD COLUMN "ends" jsonb;--> statement-breakpoint
ALTER TABLE "audit_export_parts" ADD CONSTRAINT "audit_export_parts_export" FOREIGN KEY ("workspace_id","export_id") REFERENCES "public"."audit_exports"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_exports" ADD CONSTRAINT "audit_exports_state" CHECK ("state" in ('direct', 'waiting', 'running', 'ready', 'cancelled'));--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_export_parts" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);