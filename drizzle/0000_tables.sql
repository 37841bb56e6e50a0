CREATE TABLE "api_keys" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"key_id" text NOT NULL,
	"name" text NOT NULL,
	"client_kind" text NOT NULL,
	"environment" text NOT NULL,
	"scopes" text[] NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"pepper_id" integer NOT NULL,
	"last_four" text NOT NULL,
	"owner_user_id" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (6) with time zone,
	"name_released_at" timestamp (6) with time zone,
	"revoked_at" timestamp (6) with time zone,
	"revoked_by_name" text,
	"revoke_reason" text,
	"last_used_at" timestamp (6) with time zone,
	"last_used_ip" "inet",
	"last_used_user_agent" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "api_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "authentication_failures" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"ip" text NOT NULL,
	"window_started_at" timestamp (6) with time zone NOT NULL,
	"environment" text NOT NULL,
	"credential_name" text NOT NULL,
	"credential_hint" text NOT NULL,
	"reason" text NOT NULL,
	"count" integer NOT NULL,
	"closed_at" timestamp (6) with time zone,
	CONSTRAINT "authentication_failures_workspace_id_api_key_id_ip_window_started_at_pk" PRIMARY KEY("workspace_id","api_key_id","ip","window_started_at")
);
--> statement-breakpoint
ALTER TABLE "authentication_failures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_events" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"occurred_at" timestamp(6) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"schema_version" smallint NOT NULL,
	"environment" text,
	"action" text NOT NULL,
	"effect" text NOT NULL,
	"channel" text NOT NULL,
	"tool" text,
	"status" text NOT NULL,
	"error_code" text,
	"error_reason" text,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"user_id" uuid,
	"user_name" text,
	"user_email" text,
	"credential_kind" text,
	"credential_id" uuid,
	"credential_name" text,
	"credential_hint" text,
	"session_id" uuid,
	"target_type" text,
	"target_id" text,
	"target_label" text,
	"params" jsonb,
	"result" jsonb,
	"changes" jsonb,
	"reason" text,
	"confirmation" jsonb,
	"idempotency_key" text,
	"ip" "inet",
	"user_agent" text,
	"client_name" text,
	"client_version" text,
	"protocol_version" text,
	"request_id" text NOT NULL,
	"trace_id" text,
	"duration_us" integer NOT NULL,
	"folded_count" integer NOT NULL,
	CONSTRAINT "audit_events_workspace_id_occurred_at_id_pk" PRIMARY KEY("workspace_id","occurred_at","id")
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "changes" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"environment" text,
	"audit_event_id" uuid NOT NULL,
	"action" text NOT NULL,
	"channel" text NOT NULL,
	"tool" text,
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"target_label" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"credential_id" uuid,
	"credential_name" text,
	"credential_hint" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "changes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "comments" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"environment" text DEFAULT nullif(current_setting('app.environment', true), '') NOT NULL,
	"id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"body" text NOT NULL,
	"author_kind" text NOT NULL,
	"author_id" text,
	"author_name" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "comments_workspace_id_environment_id_pk" PRIMARY KEY("workspace_id","environment","id")
);
--> statement-breakpoint
ALTER TABLE "comments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "memberships" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "memberships" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "projects" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"environment" text DEFAULT nullif(current_setting('app.environment', true), '') NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"archived_at" timestamp (6) with time zone,
	"next_task_number" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_workspace_id_environment_id_pk" PRIMARY KEY("workspace_id","environment","id"),
	CONSTRAINT "projects_key" UNIQUE("workspace_id","environment","key")
);
--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"window_started_at" timestamp (6) with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"revoked_at" timestamp (6) with time zone,
	"ip" "inet",
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "setup_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"used_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"workspace_id" uuid DEFAULT nullif(current_setting('app.workspace_id', true), '')::uuid NOT NULL,
	"environment" text DEFAULT nullif(current_setting('app.environment', true), '') NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"status" text NOT NULL,
	"priority" text NOT NULL,
	"assignee_user_id" uuid,
	"due_on" date,
	"labels" text[] DEFAULT '{}'::text[] NOT NULL,
	"completed_at" timestamp (6) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tasks_workspace_id_environment_id_pk" PRIMARY KEY("workspace_id","environment","id")
);
--> statement-breakpoint
ALTER TABLE "tasks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"locale" text,
	"disabled_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspaces_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "workspaces" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authentication_failures" ADD CONSTRAINT "authentication_failures_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_task" FOREIGN KEY ("workspace_id","environment","task_id") REFERENCES "public"."tasks"("workspace_id","environment","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_project" FOREIGN KEY ("workspace_id","environment","project_id") REFERENCES "public"."projects"("workspace_id","environment","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_key_id" ON "api_keys" USING btree ("key_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_live_name" ON "api_keys" USING btree ("workspace_id",lower("name")) WHERE "api_keys"."revoked_at" is null and "api_keys"."name_released_at" is null;--> statement-breakpoint
CREATE INDEX "api_keys_owner" ON "api_keys" USING btree ("workspace_id","owner_user_id");--> statement-breakpoint
CREATE INDEX "audit_events_credential" ON "audit_events" USING btree ("workspace_id","credential_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_tool" ON "audit_events" USING btree ("workspace_id","tool","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_target" ON "audit_events" USING btree ("workspace_id","target_type","target_id","occurred_at");--> statement-breakpoint
CREATE INDEX "changes_target" ON "changes" USING btree ("workspace_id","target_type","target_id","id");--> statement-breakpoint
CREATE INDEX "changes_credential" ON "changes" USING btree ("workspace_id","credential_id","id");--> statement-breakpoint
CREATE INDEX "comments_task" ON "comments" USING btree ("workspace_id","environment","task_id","id");--> statement-breakpoint
CREATE INDEX "memberships_user_id" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_id" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_number" ON "tasks" USING btree ("workspace_id","environment","project_id","number");--> statement-breakpoint
CREATE INDEX "tasks_status" ON "tasks" USING btree ("workspace_id","environment","status","id");--> statement-breakpoint
CREATE POLICY "tenant" ON "api_keys" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "authentication_failures" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit_events" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "changes" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment is not distinct from nullif(current_setting('app.environment', true), '')) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment is not distinct from nullif(current_setting('app.environment', true), ''));--> statement-breakpoint
CREATE POLICY "tenant" ON "comments" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), '')) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), ''));--> statement-breakpoint
CREATE POLICY "tenant" ON "memberships" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "projects" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), '')) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), ''));--> statement-breakpoint
CREATE POLICY "tenant" ON "tasks" AS PERMISSIVE FOR ALL TO public USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), '')) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and environment = nullif(current_setting('app.environment', true), ''));--> statement-breakpoint
CREATE POLICY "tenant" ON "workspaces" AS PERMISSIVE FOR ALL TO public USING (id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (id = nullif(current_setting('app.workspace_id', true), '')::uuid);