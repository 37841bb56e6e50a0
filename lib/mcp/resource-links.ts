import type { ResourceLink } from "@modelcontextprotocol/server";
import type { Exchange } from "./exchange.ts";
import { RESOURCE_KINDS, resourceUri } from "./resource-uris.ts";

/** The first revision with links in results (2025-06-18 server/tools, "Resource Links"); older clients refuse them. */
const LINKS_SINCE = "2025-06-18";
const REVISION = /^\d{4}-\d{2}-\d{2}$/;

export const RESOURCE_MIME_TYPE = "application/json";

/** Where the one task or project in a result can be read again. Lists have none: their items have ids. */
export function resourceLinks(
  { caller, source }: Exchange,
  structured: Readonly<Record<string, unknown>>,
): ResourceLink[] {
  const version = source.protocolVersion;
  if (version === null || !REVISION.test(version) || version < LINKS_SINCE) return [];
  const { permissions } = caller.actor;
  const links: ResourceLink[] = [];
  const task = structured.task as { number?: unknown; title?: unknown } | undefined;
  const project = structured.project as { key?: unknown; name?: unknown } | undefined;
  if (typeof task?.number === "string" && permissions.has(RESOURCE_KINDS.tasks.operation.permission)) {
    links.push(link("tasks", task.number, task.title));
  }
  if (typeof project?.key === "string" && permissions.has(RESOURCE_KINDS.projects.operation.permission)) {
    links.push(link("projects", project.key, project.name));
  }
  return links;
}

function link(kind: "tasks" | "projects", ref: string, title: unknown): ResourceLink {
  return {
    name: ref,
    ...(typeof title === "string" && { title }),
    uri: resourceUri(kind, ref),
    mimeType: RESOURCE_MIME_TYPE,
    type: "resource_link",
  };
}
