DROP INDEX "audit_events_tool";--> statement-breakpoint
DROP INDEX "audit_events_target";