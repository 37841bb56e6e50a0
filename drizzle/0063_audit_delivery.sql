CREATE TABLE "audit_delivery_cursors" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"destination_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"next_leaf" bigint NOT NULL,
	"sequence" bigint DEFAULT 1 NOT NULL,
	"moved_from_leaf" bigint,
	"batch_id" uuid,
	"batch_last_leaf" bigint,
	"batch_made_at" timestamp (6) with time zone,
	"delivered_at" timestamp (6) with time zone,
	CONSTRAINT "audit_delivery_cursors_workspace_id_destination_id_stream_pk" PRIMARY KEY("workspace_id","destination_id","stream"),
	CONSTRAINT "audit_delivery_cursors_stream" CHECK ("stream" in ('workspace', 'development', 'staging', 'production')),
	CONSTRAINT "audit_delivery_cursors_batch" CHECK (batch_id is null or batch_last_leaf >= next_leaf)
);
--> statement-breakpoint
ALTER TABLE "audit_delivery_cursors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_destinations" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"previous_secret_sealed" "bytea",
	"previous_secret_ends_at" timestamp (6) with time zone,
	"paused_at" timestamp (6) with time zone,
	"paused_reason" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"lease_id" uuid,
	"leased_until" timestamp (6) with time zone,
	"failing_since" timestamp (6) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (6) with time zone,
	"last_attempt_at" timestamp (6) with time zone,
	"last_success_at" timestamp (6) with time zone,
	"last_error_at" timestamp (6) with time zone,
	"last_error" text,
	"last_error_status" integer,
	"alerted_at" timestamp (6) with time zone,
	"test_id" uuid,
	"test_state" text,
	"test_at" timestamp (6) with time zone,
	"test_status" integer,
	"test_error" text,
	"test_duration_ms" integer,
	CONSTRAINT "audit_destinations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "audit_destinations_paused_reason" CHECK ("paused_reason" in ('person', 'gone')),
	CONSTRAINT "audit_destinations_test_state" CHECK ("test_state" in ('queued', 'sending', 'ended'))
);
--> statement-breakpoint
ALTER TABLE "audit_destinations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_delivery_cursors" ADD CONSTRAINT "audit_delivery_cursors_destination" FOREIGN KEY ("workspace_id","destination_id") REFERENCES "public"."audit_destinations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_destinations" ADD CONSTRAINT "audit_destinations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_delivery_cursors" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_destinations" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);