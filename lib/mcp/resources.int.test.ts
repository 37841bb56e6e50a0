import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, type TestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey, type Era, type Key, type Reply, sendMessage } from "#db/testing/mcp-calls.ts";

const ERAS: readonly Era[] = ["modern", "legacy"];
let workspace: TestWorkspace;
let other: TestWorkspace;
let writer: Key;
let reader: Key;
let taskId: string;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
  [writer, reader] = await Promise.all([createKey(workspace), createKey(workspace, { scopes: ["tasks:read"] })]);
  await callTool(writer.token, "create_project", { name: "Website", key: "WEB" });
  const created = await callTool(writer.token, "create_task", { project_id: "WEB", title: "Hidden \u200e trap" });
  const { task } = created.structuredContent as { task: { id: string } };
  taskId = task.id;
  await callTool(writer.token, "create_task", { project_id: "WEB", title: "Second" });
  await callTool(writer.token, "create_task", { project_id: "WEB", title: "Done" });
  await callTool(writer.token, "complete_task", { task_id: "WEB-3" });
});

async function eventOf({ requestId }: Reply) {
  const events = await listAuditEvents(workspace, requestId);
  expect(events).toHaveLength(1);
  return events[0];
}
const ask = ({ token }: Key, method: string, params: Record<string, unknown>, era: Era) =>
  sendMessage(token, method, params, { era, headers: nameHeader(params, era) });
/** 2026-07-28 streamable HTTP, "Standard headers": the name of a resource is its address. */
const nameHeader = ({ uri }: Record<string, unknown>, era: Era): Record<string, string> =>
  era === "modern" && typeof uri === "string" ? { "mcp-name": uri } : {};
const resultOf = ({ json, text }: Reply) => {
  if (!json?.result) throw new Error(text);
  return json.result as Record<string, unknown>;
};

describe.each(ERAS)("resources, %s", (era) => {
  it("lists projects and then open tasks, page by page, each page one recorded read", async () => {
    const uris: string[] = [];
    const actions: unknown[] = [];
    let cursor: unknown;
    do {
      const reply = await ask(writer, "resources/list", cursor === undefined ? {} : { cursor }, era);
      const { resources, nextCursor } = resultOf(reply) as { resources: { uri: string }[]; nextCursor?: string };
      uris.push(...resources.map(({ uri }) => uri));
      const event = await eventOf(reply);
      expect(event).toMatchObject({ tool: "resources/list", status: "success", credentialId: writer.id });
      actions.push(event?.action);
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(uris).toEqual(["postern://projects/WEB", "postern://tasks/WEB-2", "postern://tasks/WEB-1"]);
    expect(actions).toEqual(["project.list", "task.list"]);
  });

  it("shows templates and lists of what the key may read, and nothing else", async () => {
    const templates = async (key: Key) => {
      const reply = await ask(key, "resources/templates/list", {}, era);
      expect(await eventOf(reply)).toMatchObject({ action: "mcp.resource_templates.list", status: "success" });
      return (resultOf(reply).resourceTemplates as { uriTemplate: string }[]).map(({ uriTemplate }) => uriTemplate);
    };
    expect(await templates(writer)).toEqual(["postern://projects/{project_id}", "postern://tasks/{task_id}"]);
    expect(await templates(reader)).toEqual(["postern://tasks/{task_id}"]);
    const listed = resultOf(await ask(reader, "resources/list", {}, era)).resources as { uri: string }[];
    expect(listed.map(({ uri }) => uri)).toEqual(["postern://tasks/WEB-2", "postern://tasks/WEB-1"]);
  });

  it("reads a task by number, in any case, and by id; recorded like the tool's read", async () => {
    for (const ref of ["WEB-1", "web-1", taskId]) {
      const uri = `postern://tasks/${ref}`;
      const reply = await ask(reader, "resources/read", { uri }, era);
      const [content] = resultOf(reply).contents as { uri: string; mimeType: string; text: string }[];
      expect(content).toMatchObject({ uri, mimeType: "application/json" });
      expect(JSON.parse(content?.text ?? "")).toMatchObject({ task: { id: taskId, due_on: null, number: "WEB-1" } });
      expect(await eventOf(reply)).toMatchObject({
        action: "task.get",
        tool: "resources/read",
        status: "success",
        params: { taskId: ref },
      });
    }
    const { project } = JSON.parse(
      (
        resultOf(await ask(writer, "resources/read", { uri: "postern://projects/WEB" }, era)).contents as {
          text: string;
        }[]
      )[0]?.text ?? "",
    ) as { project: unknown };
    expect(project).toMatchObject({ key: "WEB", open_task_count: 2 });
  });

  it("may be cached by nobody else", async () => {
    if (era === "legacy") return;
    for (const [method, params] of [
      ["resources/list", {}],
      ["resources/templates/list", {}],
      ["prompts/list", {}],
      ["resources/read", { uri: "postern://tasks/WEB-1" }],
    ] as const) {
      expect(resultOf(await ask(writer, method, params, era)), method).toMatchObject({
        resultType: "complete",
        cacheScope: "private",
        ttlMs: expect.any(Number),
      });
    }
  });

  it.each([
    ["no task", "postern://tasks/WEB-4711", "task.get"],
    ["what no task can be", "postern://tasks/..%2f..%2fetc", "task.get"],
    ["another kind", "postern://invoices/1", "mcp.unknown_resource"],
    ["another scheme", "file:///etc/passwd", "mcp.unknown_resource"],
    ["broken escapes", "postern://tasks/%E0%A4%A", "mcp.unknown_resource"],
  ])("answers %s with -32602 and the address, recorded", async (_, uri, action) => {
    const reply = await ask(writer, "resources/read", { uri }, era);
    expect(reply.json?.error).toMatchObject({ code: -32602, data: { uri } });
    expect(await eventOf(reply)).toMatchObject({ action, status: "error", tool: "resources/read" });
  });

  it("hides another workspace's and another environment's tasks as not found", async () => {
    const strangers = [await createKey(other), await createKey(workspace, { environment: "production" })];
    for (const stranger of strangers) {
      for (const ref of [taskId, "WEB-1"]) {
        const uri = `postern://tasks/${ref}`;
        const reply = await ask(stranger, "resources/read", { uri }, era);
        expect(reply.json?.error).toMatchObject({ code: -32602, message: `Resource not found: ${uri}`, data: { uri } });
      }
    }
  });

  it("challenges a missing scope with 403, recorded as denied", async () => {
    const reply = await ask(reader, "resources/read", { uri: "postern://projects/WEB" }, era);
    expect(reply.status).toBe(403);
    expect(reply.headers.get("www-authenticate")).toContain('scope="projects:read"');
    expect(await eventOf(reply)).toMatchObject({
      action: "project.get",
      status: "denied",
      errorReason: "insufficient_scope",
      tool: "resources/read",
      params: { projectId: "WEB" },
    });
  });

  it("refuses a cursor that is none of its own", async () => {
    for (const cursor of ["x", "", "e30", Buffer.from('{"kind":"tasks","after":"x"}').toString("base64url")]) {
      const reply = await ask(writer, "resources/list", { cursor }, era);
      expect(reply.json?.error?.code, cursor).toBe(-32602);
      await eventOf(reply);
    }
  });
});

describe("completion", () => {
  const completed = async (key: Key, ref: object, name: string, value: string, era: Era) => {
    const reply = await ask(key, "completion/complete", { ref, argument: { name, value } }, era);
    await eventOf(reply);
    return (resultOf(reply).completion as { values: string[] }).values;
  };

  it.each(ERAS)("proposes keys and numbers, by what they begin with or by words (%s)", async (era) => {
    const task = { type: "ref/resource", uri: "postern://tasks/{task_id}" };
    const project = { type: "ref/resource", uri: "postern://projects/{project_id}" };
    const prompt = { type: "ref/prompt", name: "weekly_planning" };
    expect(await completed(writer, task, "task_id", "", era)).toEqual(["WEB-2", "WEB-1"]);
    expect(await completed(writer, task, "task_id", "web-1", era)).toEqual(["WEB-1"]);
    expect(await completed(writer, task, "task_id", "second", era)).toEqual(["WEB-2"]);
    expect(await completed(writer, project, "project_id", "we", era)).toEqual(["WEB"]);
    expect(await completed(writer, project, "project_id", "%", era)).toEqual([]);
    expect(await completed(writer, prompt, "project_id", "site", era)).toEqual(["WEB"]);
    expect(await completed(writer, prompt, "focus", "a", era)).toEqual([]);
    expect(await completed(reader, prompt, "project_id", "", era)).toEqual([]);
  });

  it.each(ERAS)("refuses what it has no template or prompt for (%s)", async (era) => {
    for (const ref of [
      { type: "ref/resource", uri: "postern://tasks/{id}" },
      { type: "ref/prompt", name: "__proto__" },
    ]) {
      const params = { ref, argument: { name: "task_id", value: "" } };
      const reply = await ask(writer, "completion/complete", params, era);
      expect(reply.json?.error?.code).toBe(-32602);
      expect(await eventOf(reply)).toMatchObject({ action: "mcp.complete", errorReason: "unknown_reference" });
    }
  });
});

describe("links in results", () => {
  const linksIn = (content: readonly unknown[] = []) =>
    (content as { type: string; uri?: string }[]).flatMap(({ type, uri }) => (type === "resource_link" ? [uri] : []));

  it("lead from one task or project to its address", async () => {
    const { content } = await callTool(writer.token, "get_task", { task_id: taskId });
    expect(linksIn(content)).toEqual(["postern://tasks/WEB-1"]);
    const created = await callTool(writer.token, "create_project", { name: "App", key: "APP" });
    expect(linksIn(created.content)).toEqual(["postern://projects/APP"]);
    expect(linksIn((await callTool(writer.token, "list_tasks", {})).content)).toEqual([]);
  });

  it("are left out for revisions that don't know them", async () => {
    const params = { name: "get_task", arguments: { task_id: taskId } };
    const versions = { "2025-03-26": 0, "2025-06-18": 1, "2025-11-25": 1 };
    for (const [version, count] of Object.entries(versions)) {
      const headers = { "mcp-protocol-version": version };
      const reply = await sendMessage(reader.token, "tools/call", params, { era: "legacy", headers });
      expect(linksIn(resultOf(reply).content as unknown[]), version).toHaveLength(count);
    }
    const bare = await sendMessage(reader.token, "tools/call", params, { era: "legacy" });
    expect(linksIn(resultOf(bare).content as unknown[])).toEqual([]);
  });
});
