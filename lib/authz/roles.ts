import { z } from "zod";
import { type Permission, SCOPES } from "./permissions.ts";

export const ROLES = ["owner", "admin", "member", "auditor"] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

const ADMINISTRATION = [
  ...SCOPES,
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
  "self:read",
  "self:confirm",
] as const satisfies readonly Permission[];

/** The one table of what a role may do. */
export const ROLE_PERMISSIONS = {
  owner: ADMINISTRATION,
  admin: ADMINISTRATION,
  member: [...SCOPES, "changes:revert", "workspace:read", "members:read", "inbox:use", "self:read", "self:confirm"],
  auditor: [
    "projects:read",
    "tasks:read",
    "comments:read",
    "workspace:read",
    "members:read",
    "api_keys:read",
    "environment_policies:read",
    "audit_log:read",
    "audit_log:review",
    "webhooks:read",
    "inbox:use",
    "self:read",
  ],
} as const satisfies Record<Role, readonly Permission[]>;

export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
  return PERMISSIONS_BY_ROLE[role];
}

/** Who may give or take which role: admins manage everybody but owners. */
export function canAssignRole(actorRole: Role, targetRole: Role): boolean {
  return actorRole === "owner" || (actorRole === "admin" && targetRole !== "owner");
}

const PERMISSIONS_BY_ROLE = {
  owner: new Set<Permission>(ROLE_PERMISSIONS.owner),
  admin: new Set<Permission>(ROLE_PERMISSIONS.admin),
  member: new Set<Permission>(ROLE_PERMISSIONS.member),
  auditor: new Set<Permission>(ROLE_PERMISSIONS.auditor),
} satisfies Record<Role, ReadonlySet<Permission>>;
