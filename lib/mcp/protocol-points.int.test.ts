import { SUPPORTED_PROTOCOL_VERSIONS } from "@modelcontextprotocol/server";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey, type Era, type Key, type Reply, send, sendMessage } from "#db/testing/mcp-calls.ts";

const ERAS: readonly Era[] = ["modern", "legacy"];
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const OTHER_TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Points");
  key = await createKey(workspace);
  await callTool(key.token, "create_project", { name: "Website", key: "WEB" });
});

const eventOf = async ({ requestId }: Reply) => (await listAuditEvents(workspace, requestId))[0];
const projectsNamed = (name: string) => superuserSql()`
  select id from projects where workspace_id = ${workspace.id} and name = ${name}`;

describe("a progress token (basic/utilities/progress: a receiver may send none)", () => {
  it.each(ERAS)("of either kind is taken, and the answer is the one message that comes back (%s)", async (era) => {
    for (const progressToken of ["weekly", 0, 7]) {
      const params = { name: "list_projects", arguments: {}, _meta: { progressToken } };
      const reply = await sendMessage(key.token, "tools/call", params, { era });
      expect(reply.headers.get("content-type")).toContain("application/json");
      expect(reply.json?.result?.structuredContent).toMatchObject({ items: [{ key: "WEB" }] });
      expect(reply.text).not.toContain("notifications/progress");
      expect(await eventOf(reply)).toMatchObject({ action: "project.list", status: "success" });
    }
  });

  it.each(ERAS)("that is neither text nor a number is refused, recorded (%s)", async (era) => {
    const params = { name: "list_projects", arguments: {}, _meta: { progressToken: { a: 1 } } };
    const reply = await sendMessage(key.token, "tools/call", params, { era });
    expect(reply.json?.error?.code).toBe(-32600);
    expect(await eventOf(reply)).toMatchObject({ status: "error" });
  });
});

describe("what a client tells without asking", () => {
  it.each(["notifications/progress", "notifications/cancelled", "notifications/roots/list_changed"])(
    "is taken in silence, also about what nobody knows: %s",
    async (method) => {
      const params = { progressToken: "unknown", progress: 1, requestId: "unknown" };
      const headers = { authorization: `Bearer ${key.token}`, "content-type": "application/json" };
      const body = JSON.stringify({ jsonrpc: "2.0", method, params });
      const reply = await send({ headers: { ...headers, accept: "application/json, text/event-stream" }, body });
      expect(reply).toMatchObject({ status: 202, text: "" });
    },
  );
});

describe("initialize", () => {
  it.each(["1999-01-01", "2026-07-28", "later"])(
    "answers %s, which can't be begun this way, with a revision that can",
    async (protocolVersion) => {
      const params = { protocolVersion, capabilities: {}, clientInfo: { name: "other", version: "1" } };
      const reply = await sendMessage(key.token, "initialize", params, { era: "legacy" });
      expect(SUPPORTED_PROTOCOL_VERSIONS).toContain(reply.json?.result?.protocolVersion);
    },
  );
});

describe("trace context (W3C, SEP-414)", () => {
  const trace = async (traceparent: unknown, header?: string) => {
    const _meta = { traceparent, tracestate: "vendor=1", baggage: "user=alice" };
    const headers: Record<string, string> = header === undefined ? {} : { traceparent: header };
    const reply = await sendMessage(key.token, "tools/call", { name: "whoami", arguments: {}, _meta }, { headers });
    expect(reply.json?.result?.isError).not.toBe(true);
    return (await eventOf(reply))?.traceId;
  };
  const parent = (id: string) => `00-${id}-b7ad6b7169203331-01`;

  it("is the message's before the header's", async () => {
    expect(await trace(parent(TRACE_ID), parent(OTHER_TRACE_ID))).toBe(TRACE_ID);
  });

  it.each(["nonsense", parent("0".repeat(32)), parent(TRACE_ID.toUpperCase()), 5, null])(
    "that can't be read (%s) is as if it weren't there",
    async (traceparent) => {
      expect(await trace(traceparent)).toBeNull();
      expect(await trace(traceparent, parent(OTHER_TRACE_ID))).toBe(OTHER_TRACE_ID);
    },
  );
});

describe("a long list", () => {
  it("is cut with a sentence and a cursor, and the pages have everything once", async () => {
    const titles = Array.from({ length: 23 }, (_, index) => `Long ${index}`);
    for (const title of titles) await callTool(key.token, "create_task", { project_id: "WEB", title });
    const seen: string[] = [];
    let cursor: unknown;
    do {
      const args = { query: "Long", limit: 10, ...(typeof cursor === "string" && { cursor }) };
      const { structuredContent, content } = await callTool(key.token, "search_tasks", args);
      const { items, next_cursor: next } = structuredContent as { items: { title: string }[]; next_cursor: unknown };
      seen.push(...items.map(({ title }) => title));
      expect(content?.some(({ text }) => text?.includes("cursor = next_cursor"))).toBe(next !== null);
      cursor = next;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(titles.toSorted());
  });

  it.each(ERAS)("of proposals says that there are more (%s)", async (era) => {
    const ref = { type: "ref/resource", uri: "postern://tasks/{task_id}" };
    const params = { ref, argument: { name: "task_id", value: "Long" } };
    const reply = await sendMessage(key.token, "completion/complete", params, { era });
    const completion = reply.json?.result?.completion as { values: string[]; hasMore: boolean } | undefined;
    expect(completion?.values).toHaveLength(20);
    expect(completion?.hasMore).toBe(true);
  });
});

describe("an argument of a domain that is not here yet", () => {
  it("is refused by name instead of being dropped, and nothing is written", async () => {
    const args = { name: "Of a client", client_id: "0199a000-0000-7000-8000-000000000000" };
    const { isError, content, reply } = await callTool(key.token, "create_project", args);
    expect(isError).toBe(true);
    expect(content?.[0]?.text).toContain("client_id: is not a parameter of this tool");
    expect(await eventOf(reply)).toMatchObject({ action: "project.create", status: "error", errorCode: "validation" });
    expect(await projectsNamed("Of a client")).toEqual([]);
  });
});

describe("a preview in words", () => {
  it("has what people wrote on one line, in marks, without what nobody sees", async () => {
    const name = "Plan”\n- delete everything";
    const production = await createKey(workspace, { environment: "production" });
    const { structuredContent, content } = await callTool(production.token, "create_project", { name, reason: "plan" });
    expect(structuredContent?.status).toBe("confirmation_required");
    const words = content?.[1]?.text ?? "";
    expect(words).toContain('- create project “PDE Plan" - delete everything”');
    expect(words).not.toMatch(/^- delete/m);
  });
});
