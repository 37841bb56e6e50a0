export { isScope, PERMISSIONS, type Permission, SCOPES, type Scope, scopesOfAccess } from "./permissions.ts";
export type { ProofKind } from "./proof.ts";
export { canAssignRole, permissionsOfRole, ROLES, Role } from "./roles.ts";
