CREATE TABLE "idempotent_writes" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"environment" text DEFAULT nullif(current_setting('app.environment', true), '') NOT NULL,
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"operation" text NOT NULL,
	"input_digest" text NOT NULL,
	"output" jsonb,
	"changes" jsonb,
	"audit_event_id" uuid NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotent_writes_workspace_id_environment_caller_key_pk" PRIMARY KEY("workspace_id","environment","caller","key"),
	CONSTRAINT "idempotent_writes_environment" CHECK ("environment" in ('development', 'staging', 'production'))
);
--> statement-breakpoint
ALTER TABLE "idempotent_writes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pending_writes" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"environment" text DEFAULT nullif(current_setting('app.environment', true), '') NOT NULL,
	"id" uuid NOT NULL,
	"operation" text NOT NULL,
	"tool" text,
	"input" jsonb NOT NULL,
	"input_digest" text NOT NULL,
	"state_digest" text NOT NULL,
	"mode" text NOT NULL,
	"preview" jsonb NOT NULL,
	"reason" text,
	"idempotency_key" text,
	"credential_kind" text NOT NULL,
	"credential_id" uuid NOT NULL,
	"credential_name" text NOT NULL,
	"credential_hint" text NOT NULL,
	"user_id" uuid,
	"user_name" text,
	"user_email" text,
	"client_name" text,
	"client_version" text,
	"ip" "inet",
	"user_agent" text,
	"request_id" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"decided_at" timestamp (6) with time zone,
	"decided_by_user_id" uuid,
	"decided_by_name" text,
	"decision_comment" text,
	"ended_at" timestamp (6) with time zone,
	"executed_event_id" uuid,
	CONSTRAINT "pending_writes_workspace_id_environment_id_pk" PRIMARY KEY("workspace_id","environment","id"),
	CONSTRAINT "pending_writes_environment" CHECK ("environment" in ('development', 'staging', 'production')),
	CONSTRAINT "pending_writes_status" CHECK ("status" in ('pending', 'approved', 'rejected', 'executed', 'cancelled', 'expired', 'stale')),
	CONSTRAINT "pending_writes_mode" CHECK ("mode" in ('confirm', 'approve'))
);
--> statement-breakpoint
ALTER TABLE "pending_writes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "idempotent_writes" ADD CONSTRAINT "idempotent_writes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_writes" ADD CONSTRAINT "pending_writes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotent_writes_created" ON "idempotent_writes" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pending_writes_event" ON "pending_writes" USING btree ("workspace_id","executed_event_id");--> statement-breakpoint
CREATE INDEX "pending_writes_status" ON "pending_writes" USING btree ("workspace_id","status","id");--> statement-breakpoint
CREATE INDEX "pending_writes_credential" ON "pending_writes" USING btree ("workspace_id","credential_id","status","id");--> statement-breakpoint
CREATE POLICY "tenant" ON "idempotent_writes" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), '')) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), ''));--> statement-breakpoint
CREATE POLICY "tenant" ON "pending_writes" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and (environment = nullif(current_setting('app.environment', true), '') or nullif(current_setting('app.environment', true), '') is null)) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and (environment = nullif(current_setting('app.environment', true), '') or nullif(current_setting('app.environment', true), '') is null));