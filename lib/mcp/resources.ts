import {
  type ListResourcesResult,
  ProtocolError,
  type ReadResourceResult,
  type Resource,
  ResourceNotFoundError,
  type ResourceTemplateType,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Permission } from "#lib/authz/index.ts";
import { decodeCursor, encodeCursor } from "#lib/paging/index.ts";
import { listProjects } from "#lib/projects/index.ts";
import { listTasks } from "#lib/tasks/index.ts";
import type { Exchange } from "./exchange.ts";
import { escapeHidden } from "./hidden-characters.ts";
import { invokeRead, withProtocolErrors } from "./invoke-read.ts";
import { INVALID_PARAMS } from "./json-rpc.ts";
import { recordProtocolCall } from "./record.ts";
import { RESOURCE_MIME_TYPE } from "./resource-links.ts";
import { parseResourceUri, RESOURCE_KINDS, type ResourceKind, resourceUri } from "./resource-uris.ts";
import { tools } from "./tools.ts";
import { toWire } from "./wire-shape.ts";

const LIST = "resources/list";
const READ = "resources/read";
const PAGE_SIZE = 50;

/** Addresses of what can be read: prepared once. */
export const TEMPLATES: Readonly<Record<ResourceKind, ResourceTemplateType>> = {
  projects: {
    name: "project",
    title: "Project",
    uriTemplate: "postern://projects/{project_id}",
    description: "One project by its key (ACM) or its id: what get_project returns.",
    mimeType: RESOURCE_MIME_TYPE,
  },
  tasks: {
    name: "task",
    title: "Task",
    uriTemplate: "postern://tasks/{task_id}",
    description: "One task by its number (ACM-42) or its id: what get_task returns.",
    mimeType: RESOURCE_MIME_TYPE,
  },
};

/** Which kinds a list goes through, in this order. */
const ORDER = ["projects", "tasks"] as const satisfies readonly ResourceKind[];

/** Where a list goes on: in which kind, and after what. */
const Position = z.strictObject({ kind: z.enum(ORDER), after: z.string().nullable() });
type Position = z.infer<typeof Position>;

export async function listTemplates(exchange: Exchange, cursor: string | undefined) {
  if (cursor !== undefined) throw new ProtocolError(INVALID_PARAMS, "There is no such page: all templates are on one.");
  await recordProtocolCall(exchange, { action: "mcp.resource_templates.list", status: "success" });
  return { resourceTemplates: kindsFor(exchange).map((kind) => TEMPLATES[kind]) };
}

/** Projects, then open tasks, each page one read; whatever else there is can be read by its address. */
export function listResources(exchange: Exchange, cursor: string | undefined): Promise<ListResourcesResult> {
  return withProtocolErrors(exchange, async () => {
    const kinds = kindsFor(exchange);
    const { kind, after } = cursor === undefined ? { kind: kinds[0], after: null } : decodeCursor(cursor, Position);
    if (kind === undefined || !kinds.includes(kind)) {
      await recordProtocolCall(exchange, { action: "mcp.resources.list", status: "success" });
      return { resources: [] };
    }
    const page = await PAGES[kind](exchange, after);
    const next: Position | null =
      page.nextCursor === null ? firstOf(kinds[kinds.indexOf(kind) + 1]) : { kind, after: page.nextCursor };
    return { resources: page.resources, ...(next && { nextCursor: encodeCursor(next) }) };
  });
}

interface Page {
  readonly resources: Resource[];
  readonly nextCursor: string | null;
}

const PAGES: Readonly<Record<ResourceKind, (exchange: Exchange, after: string | null) => Promise<Page>>> = {
  projects: async (exchange, after) => {
    const input = { limit: PAGE_SIZE, ...(after !== null && { cursor: after }) };
    const { items, nextCursor } = await invokeRead(exchange, LIST, listProjects, input);
    const resources = items.map(({ key, name, updatedAt }) => entry("projects", key, name, updatedAt));
    return { resources, nextCursor };
  },
  tasks: async (exchange, after) => {
    const input = { status: "open", limit: PAGE_SIZE, ...(after !== null && { cursor: after }) };
    const { items, nextCursor } = await invokeRead(exchange, LIST, listTasks, input);
    const resources = items.map(({ number, title, updatedAt }) => entry("tasks", number, title, updatedAt));
    return { resources, nextCursor };
  },
};

function entry(kind: ResourceKind, ref: string, title: string, lastModified: string): Resource {
  return {
    uri: resourceUri(kind, ref),
    name: ref,
    title,
    mimeType: RESOURCE_MIME_TYPE,
    annotations: { audience: ["user", "assistant"], lastModified },
  };
}

/** The same JSON that the tool of that kind returns, as text: nothing in it can be taken for our own words. */
export function readResource(exchange: Exchange, uri: string): Promise<ReadResourceResult> {
  return withProtocolErrors(
    exchange,
    async () => {
      const named = parseResourceUri(uri);
      if (named === null) return refuseUnknown(exchange, uri);
      const { operation, tool, field } = RESOURCE_KINDS[named.kind];
      const output = await invokeRead(exchange, READ, operation, { [field]: named.ref });
      const prepared = tools().get(tool);
      if (prepared === undefined) throw new Error(`there is no tool ${tool}`);
      const text = escapeHidden(JSON.stringify(toWire(prepared.outputShape, output)));
      return { contents: [{ uri, mimeType: RESOURCE_MIME_TYPE, text }] };
    },
    // A reference that no task can have names nothing, as one that no task has does (2026-07-28 server/resources).
    ({ code }) => {
      if (code === "validation" || code === "not_found") throw new ResourceNotFoundError(uri);
    },
  );
}

/** Which kinds the credential may read: the same ones every time, in the same order. */
function kindsFor({ caller: { actor } }: Exchange): ResourceKind[] {
  return ORDER.filter((kind) =>
    (actor.permissions as ReadonlySet<Permission>).has(RESOURCE_KINDS[kind].operation.permission),
  );
}

function firstOf(kind: ResourceKind | undefined): Position | null {
  return kind === undefined ? null : { kind, after: null };
}

async function refuseUnknown(exchange: Exchange, uri: string): Promise<never> {
  await recordProtocolCall(exchange, {
    action: "mcp.unknown_resource",
    status: "error",
    tool: READ,
    errorCode: "not_found",
    errorReason: "unknown_resource",
    params: { uri },
  });
  throw new ResourceNotFoundError(uri);
}

/** The variables of one of our templates; null when it is none of them. */
export function templateArguments(uriTemplate: string): readonly string[] | null {
  const kind = ORDER.find((name) => TEMPLATES[name].uriTemplate === uriTemplate);
  return kind === undefined ? null : [RESOURCE_KINDS[kind].wireField];
}
