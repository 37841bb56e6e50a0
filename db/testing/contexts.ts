import type { AuditSource } from "#lib/audit/index.ts";
import { PERMISSIONS, permissionsOfRole, type Role, type Scope } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { TestWorkspace } from "./workspace.ts";

/** The context of a person of that role in the browser. */
export function userContext(
  workspace: TestWorkspace,
  role: Role,
  environment: Environment | null = "development",
): Context {
  const { id, name, email } = workspace.users[role];
  return {
    workspaceId: workspace.id,
    environment,
    actor: {
      kind: "user",
      id,
      name,
      email,
      role,
      sessionId: newId(),
      provenAt: new Date(),
      permissions: permissionsOfRole(role),
    },
    channel: "browser",
    tool: null,
    source: testSource(),
    now: new Date(),
  };
}

/** The context of a call over MCP with an API key of the workspace's owner. No row stands behind the key. */
export function keyContext(
  workspace: TestWorkspace,
  environment: Environment,
  scopes: readonly Scope[],
  tool: string | null = null,
  projectIds: readonly string[] | null = null,
  writesNeedApproval = false,
): Context {
  const { id, name, email } = workspace.users.owner;
  return {
    workspaceId: workspace.id,
    environment,
    actor: {
      kind: "api_key",
      id: newId(),
      name: "claude-desktop-test",
      hint: "pst_test…0000",
      environment,
      scopes,
      writesNeedApproval,
      writesPausedBy: null,
      owner: { id, name, email },
      permissions: new Set([...scopes, "self:read", "self:confirm"] as const),
      projectIds,
    },
    channel: "mcp",
    tool,
    source: testSource(),
    now: new Date(),
  };
}

/** The context of the installation itself: the command line, which may do everything. */
export function systemContext(workspace: TestWorkspace, environment: Environment | null = null): Context {
  return {
    workspaceId: workspace.id,
    environment,
    actor: { kind: "system", name: "test", permissions: new Set(PERMISSIONS) },
    channel: "cli",
    tool: null,
    source: testSource(),
    now: new Date(),
  };
}

function testSource(): AuditSource {
  return {
    ip: "192.0.2.1",
    userAgent: "postern-test/1",
    clientName: null,
    clientVersion: null,
    protocolVersion: null,
    requestId: newId(),
    traceId: null,
  };
}
