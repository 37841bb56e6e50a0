export { apiKeys, authenticationFailures } from "./api-keys.ts";
export { auditEvents, changes } from "./audit.ts";
export { environmentPolicies } from "./environment-policies.ts";
export { type MailAttempt, mails, notifications } from "./notifications.ts";
export { rateLimits, sessions, setupTokens, users } from "./people.ts";
export { comments, projects, tasks } from "./projects.ts";
export { keyBudgetCounters } from "./usage.ts";
export { webhookDeliveries, webhookEndpoints } from "./webhooks.ts";
export { memberships, workspaces } from "./workspaces.ts";
