export { apiKeys, authenticationFailures } from "./api-keys.ts";
export { auditEvents, changes } from "./audit.ts";
export { auditDeliveryCursors, auditDestinations } from "./audit-delivery.ts";
export { auditExportParts, auditExports } from "./audit-exports.ts";
export { auditRetention } from "./audit-retention.ts";
export { auditFirstUses, auditReviewSettings, auditReviews, type ReviewCounts } from "./audit-reviews.ts";
export { auditArrivals, auditCounts, auditNames, auditSearch, auditSearchProgress } from "./audit-search.ts";
export { auditViews } from "./audit-views.ts";
export { environmentPolicies } from "./environment-policies.ts";
export { environmentRefreshes } from "./environment-refreshes.ts";
export {
  auditEvidenceSettings,
  auditHeads,
  auditLeaves,
  auditSeals,
  auditSubtrees,
  auditVerifications,
} from "./evidence.ts";
export { type MailAttempt, mails, notifications } from "./notifications.ts";
export { idempotentWrites, PENDING_STATUSES, pendingWrites, type StoredPreview } from "./pending-writes.ts";
export { rateLimits, sessions, setupTokens, users } from "./people.ts";
export { comments, projects, tasks } from "./projects.ts";
export { reminderSettings, reminderSnoozes, suspensionAnnouncements } from "./reminders.ts";
export { keyBudgetCounters, usageDays, usageHours, usageRollups } from "./usage.ts";
export { webhookDeliveries, webhookEndpoints } from "./webhooks.ts";
export { memberships, workspaces } from "./workspaces.ts";
export { writeFreezes } from "./write-freezes.ts";
