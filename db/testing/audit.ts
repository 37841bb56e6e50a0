import { asc, eq } from "drizzle-orm";
import { auditEvents } from "../schema/index.ts";
import { withWorkspace } from "../tenant.ts";
import { superuserSql } from "./connections.ts";

export type AuditRow = typeof auditEvents.$inferSelect;
export type ChangeRow = Record<string, unknown> & { readonly action: string; readonly target_id: string };

/** Everything that was recorded in the workspace, oldest first. */
export function listAuditEvents(workspace: { readonly id: string }, requestId?: string): Promise<AuditRow[]> {
  return withWorkspace({ workspaceId: workspace.id, environment: null }, "read", (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(requestId === undefined ? undefined : eq(auditEvents.requestId, requestId))
      .orderBy(asc(auditEvents.occurredAt), asc(auditEvents.id)),
  );
}

/** The workspace's history of changes in all environments, oldest first; columns as the database names them. */
export async function listChanges(workspace: { readonly id: string }): Promise<ChangeRow[]> {
  return superuserSql()<ChangeRow[]>`
    select * from changes where workspace_id = ${workspace.id} order by id`;
}
