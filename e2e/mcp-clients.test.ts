import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DOORS, product } from "./fixtures/doors.ts";
import { type CallResult, CLIENTS, type ConnectedClient } from "./fixtures/mcp-clients.ts";
import { createKey, createWorkspace, type Key, revokeKey, searchAudit, type Workspace } from "./fixtures/workspace.ts";

const TOOLS = [
  "whoami",
  "get_policy",
  "list_members",
  "list_projects",
  "get_project",
  "create_project",
  "list_tasks",
  "search_tasks",
  "get_task",
  "create_task",
  "update_task",
  "complete_task",
  "delete_task",
  "list_comments",
  "add_comment",
  "list_pending_writes",
  "confirm_write",
  "cancel_write",
];

/** What reads without being a tool. */
const METHODS = ["resources/list", "resources/read", "prompts/get", "completion/complete"];

const COMBINATIONS = DOORS.flatMap(([door, url]) => CLIENTS.map(([name, connect]) => ({ name, door, url, connect })));

describe.each(COMBINATIONS)("$name, at $door", ({ url, connect }) => {
  let workspace: Workspace;
  let key: Key;
  let client: ConnectedClient;

  beforeAll(async () => {
    workspace = await createWorkspace(product, "Clients");
    key = await createKey(product, workspace, { environment: "staging" });
    client = await connect(url, key.token);
  });
  afterAll(() => client.close());

  it("connects, learns who answers, and sees every tool", async () => {
    expect(client.serverName()).toBe("postern");
    expect(client.instructions()).toContain("environment staging");
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(TOOLS);
    for (const tool of tools) expect(tool.outputSchema, tool.name).toMatchObject({ type: "object" });
  });

  it("uses every tool; each answer fits the schema that the client checks it against", async () => {
    await client.listTools();
    const done = async (name: string, args: Record<string, unknown> = {}) => {
      const result = await client.callTool(name, args);
      expect(result.isError, `${name}: ${JSON.stringify(result.content)}`).toBeFalsy();
      return result.structuredContent ?? {};
    };
    expect(await done("whoami")).toMatchObject({ workspace: { slug: workspace.slug }, environment: "staging" });
    expect(await done("get_policy")).toMatchObject({ environment: "staging", confirmation: "on_request" });
    expect(await done("list_members")).toMatchObject({ items: [{ role: "owner" }], next_cursor: null });
    const project = { name: "Website relaunch", key: "WEB", reason: "weekly planning" };
    expect(await done("create_project", { ...project, dry_run: true })).toMatchObject({ status: "dry_run" });
    expect(await done("create_project", project)).toMatchObject({ status: "done", project: { key: "WEB" } });
    expect(await done("list_projects")).toMatchObject({ items: [{ key: "WEB" }], next_cursor: null });
    expect(await done("get_project", { project_id: "web" })).toMatchObject({ project: { name: "Website relaunch" } });
    const created = await done("create_task", { project_id: "WEB", title: "Überschrift 🎯", due_on: "2026-12-24" });
    const { task } = created as { task: { id: string } };
    expect(created).toMatchObject({ task: { number: "WEB-1", version: 1 }, changes: [{ before: null }] });
    expect(await done("get_task", { task_id: "WEB-1" })).toMatchObject({ task: { id: task.id, due_on: "2026-12-24" } });
    expect(await client.listResources()).toEqual(["postern://projects/WEB", "postern://tasks/WEB-1"]);
    expect(JSON.stringify(await client.readResource("postern://tasks/WEB-1"))).toContain(task.id);
    expect(JSON.stringify(await client.getPrompt("weekly_planning", { project_id: "WEB" }))).toContain(task.id);
    expect(await client.complete("postern://tasks/{task_id}", "task_id", "web")).toEqual(["WEB-1"]);
    await expect(client.readResource("postern://tasks/WEB-4711")).rejects.toThrow(/WEB-4711/);
    const update = { task_id: task.id, version: 1, priority: "high", reason: "asked for" };
    expect(await done("update_task", update)).toMatchObject({ task: { priority: "high", version: 2 } });
    expect(await done("add_comment", { task_id: "WEB-1", body: "Looks good" })).toMatchObject({ status: "done" });
    expect(await done("list_comments", { task_id: "WEB-1" })).toMatchObject({ items: [{ body: "Looks good" }] });
    expect(await done("list_tasks", { project_id: "WEB" })).toMatchObject({ items: [{ number: "WEB-1" }] });
    expect(await done("search_tasks", { query: "Überschrift" })).toMatchObject({ items: [{ number: "WEB-1" }] });
    expect(await done("complete_task", { task_id: "WEB-1" })).toMatchObject({ task: { status: "done" } });
    expect(await done("delete_task", { task_id: "WEB-1" })).toMatchObject({ deleted: { number: "WEB-1" } });
  });

  it("shows a write of production first, and does it once it is confirmed", async () => {
    const live = await createKey(product, workspace, { environment: "production" });
    const careful = await connect(url, live.token);
    const call = async (name: string, args: Record<string, unknown> = {}) => {
      const { structuredContent, content } = await careful.callTool(name, args);
      if (structuredContent === undefined) throw new Error(`${name}: ${JSON.stringify(content)}`);
      return structuredContent;
    };
    try {
      await careful.listTools();
      const write = { name: "Launch", key: "LCH", reason: "weekly planning", idempotency_key: "launch-1" };
      const shown = await call("create_project", write);
      expect(shown).toMatchObject({ status: "confirmation_required", phrase: "CONFIRM", preview: { left: 0 } });
      expect(await call("list_pending_writes")).toMatchObject({
        items: [{ tool: "create_project", status: "pending", confirm_token: shown.confirm_token }],
      });
      const confirmation = { token: shown.confirm_token, phrase: "CONFIRM" };
      expectError(await careful.callTool("confirm_write", { ...confirmation, phrase: "yes" }), "validation");
      const done = await call("confirm_write", confirmation);
      expect(done).toMatchObject({ status: "done", tool: "create_project", result: { project: { key: "LCH" } } });
      expectError(await careful.callTool("confirm_write", confirmation), "conflict");
      expect(await call("create_project", write)).toMatchObject({ status: "done", project: { key: "LCH" } });
      const task = { project_id: "LCH", title: "Not wanted", reason: "weekly planning" };
      const unwanted = await call("create_task", task);
      expect(await call("cancel_write", { token: unwanted.confirm_token })).toMatchObject({ status: "done" });
      expect(await call("list_tasks", { project_id: "LCH" })).toMatchObject({ items: [] });
    } finally {
      await careful.close();
    }
  });

  it("answers for a write that nobody asked for", async () => {
    expect(await client.callTool("list_pending_writes")).toMatchObject({ structuredContent: { items: [] } });
    for (const name of ["confirm_write", "cancel_write"]) {
      expect(await client.callTool(name, { token: "no-such-token" })).toMatchObject({ isError: true });
    }
  });

  it("hands errors on as results that a model can read", async () => {
    expectError(await client.callTool("get_task", { task_id: "WEB-4711" }), "not_found");
    expectError(await client.callTool("create_task", { project_id: "WEB", title: "", taskId: 1 }), "validation");
    await expect(client.callTool("no_such_tool")).rejects.toThrow(/no_such_tool/);
  });

  it("is refused what the key has no scope for", async () => {
    const reader = await createKey(product, workspace, { environment: "staging", access: "read" });
    const reading = await connect(url, reader.token);
    try {
      const { tools } = await reading.listTools();
      expect(tools.map(({ name }) => name)).not.toContain("create_task");
      await expect(reading.callTool("create_project", { name: "No" })).rejects.toThrow();
    } finally {
      await reading.close();
    }
    const events = await searchAudit(product, workspace);
    expect(events.find(({ credential }) => credential?.id === reader.id && credential)).toMatchObject({
      action: "project.create",
      status: "denied",
      errorCode: "forbidden",
    });
  });

  it("is out at its next request once the key is revoked", async () => {
    const doomed = await createKey(product, workspace, { environment: "staging" });
    const leaving = await connect(url, doomed.token);
    try {
      await leaving.callTool("whoami");
      await revokeKey(product, workspace, doomed);
      await expect(leaving.callTool("whoami")).rejects.toThrow();
    } finally {
      await leaving.close();
    }
    await expect(connect(url, doomed.token)).rejects.toThrow();
  });

  it("left an event for every call", async () => {
    const events = await searchAudit(product, workspace);
    const own = events.filter(({ credential }) => credential?.id === key.id);
    expect(new Set(own.map(({ tool }) => tool))).toEqual(new Set([null, ...TOOLS, ...METHODS, "no_such_tool"]));
    expect(own.every(({ channel, environment }) => channel === "mcp" && environment === "staging")).toBe(true);
  });
});

function expectError({ isError, content = [] }: CallResult, code: string): void {
  expect(isError).toBe(true);
  expect(JSON.parse(content[1]?.text ?? "{}")).toMatchObject({ error: { code } });
}
