CREATE TABLE "audit_exports" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"format" text NOT NULL,
	"filter" jsonb NOT NULL,
	"requested_by" uuid,
	"requested_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"manifest" jsonb,
	CONSTRAINT "audit_exports_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "audit_exports_format" CHECK ("format" in ('csv', 'ndjson'))
);
--> statement-breakpoint
ALTER TABLE "audit_exports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"stream" text NOT NULL,
	"size" bigint NOT NULL,
	"signed_at" timestamp (6) with time zone NOT NULL,
	"body" text NOT NULL,
	"signature" text NOT NULL,
	CONSTRAINT "audit_heads_workspace_id_stream_size_pk" PRIMARY KEY("workspace_id","stream","size"),
	CONSTRAINT "audit_heads_stream" CHECK ("stream" in ('workspace', 'development', 'staging', 'production'))
);
--> statement-breakpoint
ALTER TABLE "audit_heads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_leaves" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"stream" text NOT NULL,
	"leaf" bigint NOT NULL,
	"occurred_at" timestamp(6) with time zone NOT NULL,
	"event_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_leaves_workspace_id_stream_leaf_pk" PRIMARY KEY("workspace_id","stream","leaf"),
	CONSTRAINT "audit_leaves_stream" CHECK ("stream" in ('workspace', 'development', 'staging', 'production'))
);
--> statement-breakpoint
ALTER TABLE "audit_leaves" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"workspace_id" uuid PRIMARY KEY DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"sealed_until" timestamp(6) with time zone NOT NULL,
	"swept_at" timestamp (6) with time zone NOT NULL,
	"unsigned_since" timestamp (6) with time zone
);
--> statement-breakpoint
ALTER TABLE "audit_seals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_subtrees" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"stream" text NOT NULL,
	"level" smallint NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_subtrees_workspace_id_stream_level_position_pk" PRIMARY KEY("workspace_id","stream","level","position"),
	CONSTRAINT "audit_subtrees_stream" CHECK ("stream" in ('workspace', 'development', 'staging', 'production'))
);
--> statement-breakpoint
ALTER TABLE "audit_subtrees" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_verifications" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"stream" text NOT NULL,
	"verified_at" timestamp (6) with time zone NOT NULL,
	"events" bigint NOT NULL,
	"heads" bigint NOT NULL,
	"head_signed_at" timestamp (6) with time zone,
	"first_bad" text,
	CONSTRAINT "audit_verifications_workspace_id_stream_pk" PRIMARY KEY("workspace_id","stream"),
	CONSTRAINT "audit_verifications_stream" CHECK ("stream" in ('workspace', 'development', 'staging', 'production'))
);
--> statement-breakpoint
ALTER TABLE "audit_verifications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "audit_heads_signed_at" ON "audit_heads" USING btree ("workspace_id","stream","signed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_leaves_event" ON "audit_leaves" USING btree ("workspace_id","occurred_at","event_id");--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_exports" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_heads" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_leaves" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_seals" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_subtrees" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_verifications" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);