import { z } from "zod";
import { Environment } from "#lib/environments/environment.ts";

/** The things of events that have a page: their own, or the one on which they are decided. */
export const PAGE_TYPES = [
  "task",
  "project",
  "comment",
  "api_key",
  "member",
  "webhook",
  "webhook_delivery",
  "pending_write",
  "mail",
  "audit_event",
  "audit_destination",
  "environment",
  "environment_policy",
  "write_freeze",
  "reminder_settings",
  "audit_evidence_settings",
  "audit_review",
  "audit_review_settings",
  "audit_retention",
  "audit_retention_rule",
] as const;
export const PageType = z.enum(PAGE_TYPES);
export type PageType = z.infer<typeof PageType>;

/** What an event speaks of, and where that is now. */
export const FoundTarget = z.object({
  type: PageType,
  /** As the event names it. */
  id: z.string(),
  /** Where it is to be looked at: the event's environment; null: what all environments share. */
  environment: Environment.nullable(),
  /** What its page is found by, a comment's by its task; null: it is gone, or never was. */
  pageId: z.string().nullable(),
});
export type FoundTarget = z.infer<typeof FoundTarget>;

export const Related = z.object({
  targets: z.array(FoundTarget),
  /** Ids of requests and traces that belong together, over all channels. */
  requests: z.array(z.string()),
});
export type Related = z.infer<typeof Related>;
