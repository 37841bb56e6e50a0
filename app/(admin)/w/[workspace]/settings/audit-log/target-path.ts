import type { PageType } from "#lib/audit-related/schemas.ts";
import { approvalPath, auditEventPath, projectPath, projectsPath } from "../../projects/paths.ts";
import { auditLogPath, keysPath } from "../integrations/public-api/params.ts";
import { webhooksPath } from "../integrations/webhooks/params.ts";
import { outboxPath } from "../notifications/params.ts";
import { securityPath } from "../security/params.ts";

type PathOf = (slug: string, pageId: string) => string;

// The task's page finds its project by itself.
const task: PathOf = (slug, id) => `${projectsPath(slug)}/-/tasks/${id}`;
const webhook: PathOf = (slug, id) => `${webhooksPath(slug)}/${id}`;
const tab =
  (name: string): PathOf =>
  (slug) =>
    `${auditLogPath(slug)}/${name}`;

/** Where the things are that an event speaks of. */
export const TARGET_PATHS = {
  task,
  project: projectPath,
  comment: task,
  api_key: (slug, id) => `${keysPath(slug)}/${id}`,
  member: (slug) => `/w/${slug}/settings/members`,
  webhook,
  webhook_delivery: webhook,
  pending_write: approvalPath,
  mail: (slug, id) => `${outboxPath(slug)}/${id}`,
  audit_event: auditEventPath,
  audit_destination: tab("delivery"),
  environment: (slug) => `${securityPath(slug)}/refresh-staging`,
  environment_policy: (slug, id) => `${securityPath(slug)}/${id}`,
  write_freeze: securityPath,
  reminder_settings: (slug) => `/w/${slug}/settings/integrations/reminders`,
  audit_evidence_settings: tab("evidence"),
  audit_review: tab("review"),
  audit_review_settings: tab("review"),
  audit_retention: tab("retention"),
  audit_retention_rule: tab("retention"),
} as const satisfies Record<PageType, PathOf>;
