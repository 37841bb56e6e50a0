ALTER TABLE "api_keys" ADD COLUMN "suspended_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "suspended_by_name" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "suspend_reason" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "line_id" uuid;--> statement-breakpoint
-- Forced policies hide every row from the migrating owner as well.
ALTER TABLE "api_keys" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "api_keys" SET "line_id" = "id";--> statement-breakpoint
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" ALTER COLUMN "line_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "predecessor_id" uuid;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "overlap_ends_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "rotate_every_days" integer;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "allowed_addresses" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "allowed_hours" jsonb;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "project_ids" uuid[];--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_successor" ON "api_keys" USING btree ("workspace_id","predecessor_id") WHERE "api_keys"."predecessor_id" is not null and "api_keys"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "api_keys_line" ON "api_keys" USING btree ("workspace_id","line_id");--> statement-breakpoint
CREATE POLICY "projects" ON "comments" AS RESTRICTIVE FOR ALL TO public USING ((nullif(current_setting('app.project_ids', true), '') is null or exists (select 1 from tasks t where t.workspace_id = comments.workspace_id and t.environment = comments.environment and t.id = comments.task_id))) WITH CHECK ((nullif(current_setting('app.project_ids', true), '') is null or exists (select 1 from tasks t where t.workspace_id = comments.workspace_id and t.environment = comments.environment and t.id = comments.task_id)));--> statement-breakpoint
CREATE POLICY "projects" ON "projects" AS RESTRICTIVE FOR ALL TO public USING ((nullif(current_setting('app.project_ids', true), '') is null or id = any(string_to_array(nullif(current_setting('app.project_ids', true), ''), ',')::uuid[]))) WITH CHECK ((nullif(current_setting('app.project_ids', true), '') is null or id = any(string_to_array(nullif(current_setting('app.project_ids', true), ''), ',')::uuid[])));--> statement-breakpoint
CREATE POLICY "projects" ON "tasks" AS RESTRICTIVE FOR ALL TO public USING ((nullif(current_setting('app.project_ids', true), '') is null or project_id = any(string_to_array(nullif(current_setting('app.project_ids', true), ''), ',')::uuid[]))) WITH CHECK ((nullif(current_setting('app.project_ids', true), '') is null or project_id = any(string_to_array(nullif(current_setting('app.project_ids', true), ''), ',')::uuid[])));