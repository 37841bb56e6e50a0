/**
 * What a credential can be granted: resource and verb. Only these appear on the wire as OAuth-style scopes.
 * The order is the order of display.
 */
export const SCOPES = [
  "projects:read",
  "projects:write",
  "tasks:read",
  "tasks:write",
  "tasks:delete",
  "comments:read",
  "comments:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** What only people can be allowed: no credential can ever hold one of these. */
const PEOPLE_PERMISSIONS = [
  "workspace:read",
  "members:read",
  "members:manage",
  "api_keys:read",
  "api_keys:manage",
  "environment_policies:read",
  "environment_policies:manage",
  "environments:refresh",
  "audit_log:read",
  "audit_views:share",
  "audit_log:review",
  "audit_log:manage",
  "changes:revert",
  "webhooks:read",
  "webhooks:manage",
  "inbox:use",
  "notifications:manage",
  "writes:approve",
] as const;

/** What only the installation itself may do. */
const OPERATOR_PERMISSIONS = ["workspaces:create", "people:manage"] as const;

/** Needs no grant: answers about the caller alone, and what is about the caller's own writes that wait. */
const SELF_PERMISSIONS = ["self:read", "self:confirm"] as const;

export const PERMISSIONS = [...SCOPES, ...PEOPLE_PERMISSIONS, ...SELF_PERMISSIONS, ...OPERATOR_PERMISSIONS] as const;
export type Permission = (typeof PERMISSIONS)[number];

export function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}

/**
 * Scopes of an access preset: every read scope, or every scope that exists. Who may only propose names the same writes
 * as who may write: the difference is that a person decides each of them.
 */
export function scopesOfAccess(access: "read" | "propose" | "write"): readonly Scope[] {
  return access === "read" ? SCOPES.filter((scope) => scope.endsWith(":read")) : SCOPES;
}
