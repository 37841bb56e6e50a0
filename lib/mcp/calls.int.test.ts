import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, listChanges, type TestWorkspace } from "#db/testing/index.ts";
import {
  callTool,
  createKey,
  type Era,
  type Key,
  type Reply,
  sendMessage,
  type ToolResult,
} from "#db/testing/mcp-calls.ts";

let workspace: TestWorkspace;
let writer: Key;
let reader: Key;
let taskId: string;

beforeAll(async () => {
  workspace = await createTestWorkspace("Acme");
  [writer, reader] = await Promise.all([createKey(workspace), createKey(workspace, { scopes: ["tasks:read"] })]);
  await callTool(writer.token, "create_project", { name: "Website", key: "WEB" });
  const created = await callTool(writer.token, "create_task", { project_id: "WEB", title: "First" });
  taskId = taskOf(created).id;
});

async function eventOf({ requestId }: Reply) {
  const events = await listAuditEvents(workspace, requestId);
  expect(events).toHaveLength(1);
  const [event] = events;
  if (!event) throw new Error("no event");
  return event;
}
const taskOf = ({ structuredContent = {} }: ToolResult) => structuredContent.task as { readonly id: string };
const errorDetails = (content: readonly { text: string }[] | undefined) =>
  (JSON.parse(content?.[1]?.text ?? "{}") as { error: Record<string, unknown> }).error;

describe.each<Era>(["modern", "legacy"])("tools/call, %s", (era) => {
  it("reads with snake_case names, text and structured content, and records the call", async () => {
    const { content, structuredContent, isError, reply } = await callTool(
      reader.token,
      "get_task",
      { task_id: "web-1" },
      { era },
    );
    expect(isError).toBeFalsy();
    expect(structuredContent).toMatchObject({ task: { id: taskId, due_on: null, comment_count: 0 } });
    expect(content?.[1]?.text).toBe("Get a task: done.");
    expect(JSON.parse(content?.[0]?.text ?? "")).toEqual(structuredContent);
    expect(await eventOf(reply)).toMatchObject({
      action: "task.get",
      tool: "get_task",
      status: "success",
      channel: "mcp",
      environment: "staging",
      credentialId: reader.id,
      params: { taskId: "web-1" },
      ip: "203.0.113.9",
    });
  });

  it("writes with a reason that reaches the history", async () => {
    const reason = `weekly planning ${era}`;
    const { structuredContent, content, reply } = await callTool(
      writer.token,
      "create_task",
      { project_id: "WEB", title: "Plan", due_on: "2026-12-01", reason },
      { era },
    );
    expect(structuredContent).toMatchObject({
      status: "done",
      task: { title: "Plan", due_on: "2026-12-01" },
      changes: [{ before: null, after: { due_on: "2026-12-01" } }],
    });
    expect(content?.[1]?.text).toMatch(/^Done: created task “WEB-\d+ Plan”/);
    expect(await eventOf(reply)).toMatchObject({ action: "task.create", status: "success", reason });
    expect(await listChanges(workspace)).toEqual(
      expect.arrayContaining([expect.objectContaining({ reason, tool: "create_task", credential_id: writer.id })]),
    );
  });

  it("answers a dry run with what would happen, and writes nothing", async () => {
    const title = `Never ${era}`;
    const call = { project_id: "WEB", title, dry_run: true };
    const { structuredContent, content, reply } = await callTool(writer.token, "create_task", call, { era });
    expect(structuredContent).toMatchObject({ status: "dry_run", task: { title } });
    expect(content?.[1]?.text).toMatch(/^Dry run, nothing was written/);
    expect(await eventOf(reply)).toMatchObject({ status: "dry_run", action: "task.create" });
    const found = await callTool(reader.token, "search_tasks", { query: title }, { era });
    expect(found.structuredContent).toMatchObject({ items: [] });
  });

  it("tells a model which field is wrong, in the names that it used", async () => {
    const { isError, content, structuredContent, reply } = await callTool(
      writer.token,
      "create_task",
      { project_id: "WEB", title: "x", due_on: "soon" },
      { era },
    );
    expect(isError).toBe(true);
    expect(structuredContent).toBeUndefined();
    expect(content?.[0]?.text).toContain("due_on: Use a date of the form YYYY-MM-DD.");
    expect(errorDetails(content)).toMatchObject({ code: "validation", fields: { due_on: [expect.any(String)] } });
    expect(await eventOf(reply)).toMatchObject({ status: "error", errorCode: "validation", tool: "create_task" });
  });

  it.each([
    ["the inner name of a field", { taskId: "WEB-1" }, "taskId"],
    ["a name that nothing has", { task_id: "WEB-1", surprise: 1 }, "surprise"],
    ["a write's option on a read", { task_id: "WEB-1", dry_run: true }, "dry_run"],
  ])("refuses %s", async (_, args, field) => {
    const { isError, content, reply } = await callTool(reader.token, "get_task", args as never, { era });
    expect(isError).toBe(true);
    expect(content?.[0]?.text).toContain(`${field}: is not a parameter of this tool`);
    expect(await eventOf(reply)).toMatchObject({ action: "task.get", status: "error", errorCode: "validation" });
  });

  it.each([
    ["dry_run", { dry_run: "yes" }],
    ["reason", { reason: "x".repeat(501) }],
    ["reason", { reason: "half \ud800 of a pair" }],
    ["reason", { reason: null }],
  ])("refuses a wrong %s", async (field, option) => {
    const call = { project_id: "WEB", title: "x", ...option };
    const { isError, content, reply } = await callTool(writer.token, "create_task", call, { era });
    expect(isError).toBe(true);
    expect(content?.[0]?.text).toContain(`${field}: must be`);
    expect(await eventOf(reply)).toMatchObject({ action: "task.create", errorCode: "validation" });
  });

  it("refuses a stale update with the current state and the differences, in wire names", async () => {
    const created = await callTool(writer.token, "create_task", { project_id: "WEB", title: "Moves" }, { era });
    const { id } = taskOf(created);
    await callTool(writer.token, "update_task", { task_id: id, version: 1, title: "Moved" }, { era });
    const stale = { task_id: id, version: 1, title: "Mine", due_on: "2026-12-24" };
    const { isError, content, reply } = await callTool(writer.token, "update_task", stale, { era });
    expect(isError).toBe(true);
    expect(errorDetails(content)).toMatchObject({
      code: "conflict",
      reason: "stale_version",
      current: { task: { title: "Moved", version: 2 }, differences: [{ field: "title" }, { field: "due_on" }] },
    });
    expect(await eventOf(reply)).toMatchObject({ status: "error", errorCode: "conflict" });
  });

  it("answers for what is not there with isError", async () => {
    const { isError, content } = await callTool(reader.token, "get_task", { task_id: "WEB-4711" }, { era });
    expect(isError).toBe(true);
    expect(errorDetails(content)).toMatchObject({ code: "not_found" });
  });

  it("answers an unknown tool with -32602, recorded", async () => {
    const reply = await sendMessage(reader.token, "tools/call", { name: "drop_tables", arguments: { a: 1 } }, { era });
    expect(reply.json?.error).toMatchObject({ code: -32602, message: expect.stringContaining("drop_tables") });
    expect(await eventOf(reply)).toMatchObject({
      action: "mcp.unknown_tool",
      tool: "drop_tables",
      status: "error",
      errorCode: "not_found",
      errorReason: "unknown_tool",
      params: { name: "drop_tables", arguments: { a: 1 } },
    });
  });

  it("challenges a missing scope with 403, naming the scope, recorded as denied", async () => {
    const call = { name: "delete_task", arguments: { task_id: taskId } };
    const reply = await sendMessage(reader.token, "tools/call", call, { era });
    expect(reply.status).toBe(403);
    expect(reply.headers.get("www-authenticate")).toMatch(
      /^Bearer realm="postern", error="insufficient_scope", scope="tasks:delete", error_description="[^"]+"$/,
    );
    expect(reply.json).toMatchObject({ id: 1, error: { data: { required_scopes: ["tasks:delete"] } } });
    expect(await eventOf(reply)).toMatchObject({
      action: "task.delete",
      tool: "delete_task",
      status: "denied",
      errorCode: "forbidden",
      errorReason: "insufficient_scope",
      params: { taskId },
    });
    const still = await callTool(reader.token, "get_task", { task_id: taskId }, { era });
    expect(still.isError).toBeFalsy();
  });
});

describe("tools/list", () => {
  it.each<Era>(["modern", "legacy"])("shows only what the key may use, always in the same order (%s)", async (era) => {
    const names = async ({ token }: Key) => {
      const reply = await sendMessage(token, "tools/list", {}, { era });
      expect(await eventOf(reply)).toMatchObject({ action: "mcp.tools.list", status: "success", effect: "read" });
      return ((reply.json?.result?.tools ?? []) as { name: string }[]).map(({ name }) => name);
    };
    expect(await names(reader)).toEqual([
      "whoami",
      "get_policy",
      "list_members",
      "list_tasks",
      "search_tasks",
      "get_task",
    ]);
    const all = await names(writer);
    expect(all).toEqual(await names(writer));
    expect(all).toEqual(
      "whoami get_policy list_members list_projects get_project create_project list_tasks search_tasks get_task create_task update_task complete_task delete_task list_comments add_comment list_pending_writes confirm_write cancel_write".split(
        " ",
      ),
    );
  });
});

describe("calls of the protocol", () => {
  it("says in 2026-07-28 what the server is, for this credential alone", async () => {
    const reply = await sendMessage(reader.token, "server/discover");
    expect(reply.json?.result).toMatchObject({
      resultType: "complete",
      supportedVersions: ["2026-07-28"],
      capabilities: { tools: { listChanged: false } },
      cacheScope: "private",
      ttlMs: expect.any(Number),
      instructions: expect.stringContaining("environment staging"),
    });
    expect(await eventOf(reply)).toMatchObject({
      action: "mcp.discover",
      status: "success",
      clientName: "probe",
      clientVersion: "1.2",
      protocolVersion: "2026-07-28",
    });
  });

  it("shakes hands with older clients, without a session", async () => {
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "old", version: "0.9" } };
    const reply = await sendMessage(reader.token, "initialize", params, { era: "legacy" });
    expect(reply.json?.result).toMatchObject({ protocolVersion: "2025-06-18", serverInfo: { name: "postern" } });
    expect(reply.headers.get("mcp-session-id")).toBeNull();
    expect(await eventOf(reply)).toMatchObject({
      action: "mcp.initialize",
      status: "success",
      clientName: "old",
      clientVersion: "0.9",
      protocolVersion: "2025-06-18",
    });
  });

  it("records what it refuses", async () => {
    const unknown = await sendMessage(reader.token, "tools/explode");
    expect(unknown).toMatchObject({ status: 404, json: { error: { code: -32601 } } });
    expect(await eventOf(unknown)).toMatchObject({
      action: "mcp.request",
      status: "error",
      errorReason: "method_not_found",
      params: { method: "tools/explode" },
    });
    const mismatch = await sendMessage(reader.token, "tools/list", {}, { headers: { "mcp-method": "tools/call" } });
    expect(mismatch).toMatchObject({ status: 400, json: { error: { code: -32020 } } });
    expect(await eventOf(mismatch)).toMatchObject({ action: "mcp.request", errorReason: "header_mismatch" });
    const legacy = await sendMessage(reader.token, "tools/explode", {}, { era: "legacy" });
    expect(legacy).toMatchObject({ status: 200, json: { error: { code: -32601 } } });
    expect(await eventOf(legacy)).toMatchObject({ errorReason: "method_not_found" });
  });

  it("keeps the trace of the caller", async () => {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const _meta = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const reply = await sendMessage(reader.token, "tools/call", { name: "whoami", arguments: {}, _meta });
    expect(await eventOf(reply)).toMatchObject({ traceId });
  });
});
