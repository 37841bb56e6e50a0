import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { findAuditEvent } from "#lib/audit-log/index.ts";
import type { Permission } from "#lib/authz/index.ts";
import type { Operation } from "#lib/kernel/index.ts";
import { getProject } from "#lib/projects/index.ts";
import { getTask } from "#lib/tasks/index.ts";
import type { PageType } from "./schemas.ts";
import {
  findCommentsTask,
  findDeliverysWebhook,
  findDestinationId,
  findKeyId,
  findMailId,
  findMemberId,
  findPendingWriteId,
  findWebhookId,
} from "./store.ts";

interface Kind {
  /** Of whoever may open the page. */
  readonly permission: Permission;
  readonly wall: "environment" | "workspace";
  /** What the page is found by; null: it isn't there. */
  readonly find: (tx: Tx, id: string) => Promise<string | null>;
}

/** What each kind of thing is found by. Events of refused calls name what their caller wrote, which may be anything. */
export const KINDS = {
  task: { permission: "tasks:read", wall: "environment", find: (tx, id) => soughtBy(getTask, tx, { taskId: id }, id) },
  project: {
    permission: "projects:read",
    wall: "environment",
    find: (tx, id) => soughtBy(getProject, tx, { projectId: id }, id),
  },
  comment: { permission: "comments:read", wall: "environment", find: byId(findCommentsTask) },
  api_key: { permission: "api_keys:read", wall: "workspace", find: byId(findKeyId) },
  member: { permission: "members:read", wall: "workspace", find: byId(findMemberId) },
  webhook: { permission: "webhooks:read", wall: "workspace", find: byId(findWebhookId) },
  webhook_delivery: { permission: "webhooks:read", wall: "workspace", find: byId(findDeliverysWebhook) },
  pending_write: { permission: "audit_log:read", wall: "workspace", find: byId(findPendingWriteId) },
  mail: { permission: "notifications:manage", wall: "workspace", find: byId(findMailId) },
  audit_event: {
    permission: "audit_log:read",
    wall: "workspace",
    find: async (tx, id) => ((await findAuditEvent(tx, id)) === null ? null : id),
  },
  audit_destination: { permission: "audit_log:read", wall: "workspace", find: byId(findDestinationId) },
  environment: { permission: "environments:refresh", wall: "workspace", find: always },
  environment_policy: { permission: "environment_policies:read", wall: "workspace", find: always },
  write_freeze: { permission: "environment_policies:read", wall: "workspace", find: always },
  reminder_settings: { permission: "api_keys:read", wall: "workspace", find: always },
  audit_evidence_settings: { permission: "audit_log:read", wall: "workspace", find: always },
  audit_review: { permission: "audit_log:read", wall: "workspace", find: always },
  audit_review_settings: { permission: "audit_log:read", wall: "workspace", find: always },
  audit_retention: { permission: "audit_log:read", wall: "workspace", find: always },
  audit_retention_rule: { permission: "audit_log:read", wall: "workspace", find: always },
} as const satisfies Record<PageType, Kind>;

export function kindOf(type: PageType): Kind {
  return KINDS[type];
}

/** Settings: the page is there, whatever is decided on it. */
async function always(_tx: Tx, id: string): Promise<string> {
  return id;
}

function byId(find: Kind["find"]): Kind["find"] {
  return async (tx, id) => (z.uuid().safeParse(id).success ? find(tx, id) : null);
}

/** As the operation itself would look for it, by id or by number. */
async function soughtBy({ input, sought }: Operation, tx: Tx, named: unknown, id: string): Promise<string | null> {
  const parsed = input.safeParse(named);
  return parsed.success && (await sought?.(tx, parsed.data)) ? id : null;
}
