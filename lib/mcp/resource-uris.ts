import type { Operation } from "#lib/kernel/index.ts";
import { getProject } from "#lib/projects/index.ts";
import { getTask } from "#lib/tasks/index.ts";

/** What has an address of its own. The reference in it is what tools take: an id, or what people say (ACM-42, ACM). */
export const RESOURCE_KINDS = {
  tasks: { operation: getTask as unknown as Operation, tool: "get_task", field: "taskId", wireField: "task_id" },
  projects: {
    operation: getProject as unknown as Operation,
    tool: "get_project",
    field: "projectId",
    wireField: "project_id",
  },
} as const;
export type ResourceKind = keyof typeof RESOURCE_KINDS;

const URI = /^postern:\/\/(?<kind>tasks|projects)\/(?<ref>[^/?#]+)$/;

/** What an address names, or null when it is none of ours. */
export function parseResourceUri(uri: string): { readonly kind: ResourceKind; readonly ref: string } | null {
  const { kind, ref = "" } = URI.exec(uri)?.groups ?? {};
  if (kind !== "tasks" && kind !== "projects") return null;
  try {
    return { kind, ref: decodeURIComponent(ref) };
  } catch {
    return null;
  }
}

/** @param ref a task's number or a project's key: letters, digits and hyphens only */
export function resourceUri(kind: ResourceKind, ref: string): string {
  return `postern://${kind}/${ref}`;
}
