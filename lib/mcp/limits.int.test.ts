import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key, send, sendMessage } from "#db/testing/mcp-calls.ts";
import { drainLastUsed, resumeWrites } from "#lib/api-keys/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { drainRefusals } from "#lib/rate-limit/index.ts";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace("Limits");
});

const resume = (key: Key) =>
  outputOf(invoke(resumeWrites, userContext(workspace, "admin", null), { apiKeyId: key.id }));
const pausedBy = async ({ id }: Key) =>
  (await superuserSql()`select writes_paused_by from api_keys where id = ${id}`)[0]?.writes_paused_by;

async function keyWith(budgets: { requests?: number; writes?: number }): Promise<Key> {
  const key = await createKey(workspace);
  const { requests = null, writes = null } = budgets;
  await superuserSql()`
    update api_keys set requests_per_minute = ${requests}, writes_per_minute = ${writes} where id = ${key.id}`;
  return key;
}
const call = (key: Key, name: string, args: object = {}) =>
  sendMessage(key.token, "tools/call", { name, arguments: args });
const batch = (key: Key, messages: readonly object[]) =>
  send({
    headers: {
      authorization: `Bearer ${key.token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify(messages.map((message, id) => ({ jsonrpc: "2.0", id, ...message }))),
  });
const rowsNamed = async (name: string) =>
  (await superuserSql()`select 1 from projects where workspace_id = ${workspace.id} and name like ${name}`).length;
const toolCall = (name: string, args: object = {}) => ({ method: "tools/call", params: { name, arguments: args } });
const eventsOf = async (key: Key) =>
  (await listAuditEvents(workspace)).filter(({ credentialId }) => credentialId === key.id);

describe("a key's budget of requests", () => {
  it("lets exactly as many of 100 parallel calls through, and answers the others with 429 and when to come back", async () => {
    const key = await keyWith({ requests: 25 });
    const startedAt = Date.now();
    const replies = await Promise.all(Array.from({ length: 100 }, () => call(key, "whoami")));
    const passedSeconds = Math.ceil((Date.now() - startedAt) / 1000);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(25);
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(75);
    for (const { headers, json } of refused) {
      expect(Number(headers.get("retry-after"))).toBeGreaterThanOrEqual(60 - passedSeconds);
      expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(60);
      expect(json).toMatchObject({
        id: 1,
        error: { code: 429, data: { code: "rate_limited", reason: "key_requests_budget" } },
      });
    }
  });

  it("is in the log with the precise reason, once at first and once for all the rest", async () => {
    const key = await keyWith({ requests: 1 });
    await Promise.all(Array.from({ length: 20 }, () => call(key, "whoami")));
    await drainRefusals();
    const denied = (await eventsOf(key)).filter(({ status }) => status === "denied");
    const common = { action: "mcp.request", errorCode: "rate_limited", errorReason: "key_requests_budget" };
    expect(denied).toMatchObject([
      { ...common, foldedCount: 1, params: { requests: 1, writes: 0, perMinute: 1 } },
      { ...common, foldedCount: 18 },
    ]);
  });

  it("counts each call of a batch, and lets a batch in whole or not at all", async () => {
    const key = await keyWith({ requests: 5 });
    expect((await batch(key, [toolCall("whoami"), toolCall("whoami"), toolCall("whoami")])).status).toBe(200);
    const refused = await batch(key, [toolCall("whoami"), toolCall("whoami"), toolCall("whoami")]);
    expect(refused.status).toBe(429);
    expect((await batch(key, [toolCall("whoami"), { method: "ping" }])).status).toBe(200);
    expect((await call(key, "whoami")).status).toBe(429);
  });

  it("counts what can't be read, so that nonsense is no way around", async () => {
    const key = await keyWith({ requests: 2 });
    const nonsense = () =>
      send({ headers: { authorization: `Bearer ${key.token}`, "content-type": "application/json" }, body: "{" });
    expect((await nonsense()).status).not.toBe(429);
    expect((await send({ method: "GET", headers: { authorization: `Bearer ${key.token}` } })).status).not.toBe(429);
    expect((await nonsense()).status).toBe(429);
  });

  it("says that a batch is too long for the budget at any time", async () => {
    const key = await keyWith({ requests: 2 });
    const { status, json } = await batch(key, [toolCall("whoami"), toolCall("whoami"), toolCall("whoami")]);
    expect(status).toBe(429);
    expect(json?.error?.message).toContain("Send fewer at once.");
  });
});

describe("a key's budget of writes", () => {
  it("counts calls of tools that write, not reads and not dry runs", async () => {
    const key = await keyWith({ writes: 1 });
    const create = (dryRun = false) =>
      call(key, "create_project", { name: "Website", ...(dryRun && { dry_run: true }) });
    expect((await create(true)).status).toBe(200);
    expect((await create(true)).status).toBe(200);
    expect((await create()).status).toBe(200);
    const refused = await create();
    expect(refused.json?.result).toMatchObject({ isError: true });
    expect(refused.json?.result?.content?.[0]?.text).toContain("Stop writing, don't retry, and tell your user.");
    expect((await call(key, "list_projects")).json?.result?.isError).not.toBe(true);
    const [event] = (await eventsOf(key)).filter(({ status }) => status === "denied");
    expect(event).toMatchObject({ action: "project.create", errorReason: "writes_paused" });
  });

  it("counts the writes of a batch, and writes none of it when there are too many", async () => {
    const key = await keyWith({ writes: 2 });
    const create = (name: string) => toolCall("create_project", { name });
    const refused = await batch(key, [create("Batch one"), create("Batch two"), create("Batch three")]);
    expect(refused.status).toBe(200);
    const rows = await superuserSql()`
      select 1 from projects where workspace_id = ${workspace.id} and name like 'Batch %'`;
    expect(rows).toHaveLength(0);
    await resume(key);
    await batch(key, [create("Batch one"), create("Batch two")]);
    expect(await rowsNamed("Batch %")).toBe(2);
  });

  it("lets exactly as many of 100 parallel writes through, then pauses them until somebody resumes; told once", async () => {
    const key = await keyWith({ writes: 10 });
    const create = () => callTool(key.token, "create_project", { name: "Parallel" });
    const replies = await Promise.all(Array.from({ length: 100 }, create));
    expect(replies.filter(({ isError }) => isError !== true)).toHaveLength(10);
    expect(await rowsNamed("Parallel")).toBe(10);
    const told = await superuserSql()`
      select distinct dedupe_key from notifications where about_id = ${key.id} and kind = 'api_key.writes_paused'`;
    expect(told).toHaveLength(1);
    expect((await create()).isError).toBe(true);
    await resume(key);
    expect((await create()).isError).not.toBe(true);
  });

  it("holds by the hour as well", async () => {
    const key = await createKey(workspace);
    await superuserSql()`update api_keys set writes_per_hour = 2 where id = ${key.id}`;
    const create = () => callTool(key.token, "create_project", { name: "Hourly" });
    const replies = await Promise.all([create(), create(), create()]);
    expect(replies.filter(({ isError }) => isError !== true)).toHaveLength(2);
    expect(await pausedBy(key)).toBe("hour");
  });
});

describe("last used", () => {
  const useOf = async ({ id }: Key) => {
    await drainLastUsed();
    const [row] = await superuserSql()`
      select last_used_ip, last_used_user_agent, last_used_client from api_keys where id = ${id}`;
    return row;
  };

  it("has time, address, user agent and the client that the call names", async () => {
    const key = await createKey(workspace);
    await callTool(key.token, "whoami");
    expect(await useOf(key)).toMatchObject({ last_used_ip: "203.0.113.9", last_used_client: "probe 1.2" });
  });

  it("is not changed by a refused call", async () => {
    const key = await createKey(workspace);
    await sendMessage(`${key.token.slice(0, -1)}_`, "tools/list");
    await superuserSql()`update api_keys set suspended_at = now() where id = ${key.id}`;
    expect((await call(key, "whoami")).status).toBe(401);
    expect(await useOf(key)).toMatchObject({ last_used_ip: null, last_used_client: null });
  });

  it("keeps the client that connected, where later calls don't name it", async () => {
    const key = await createKey(workspace);
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "cursor", version: "3" } };
    await sendMessage(key.token, "initialize", params, { era: "legacy" });
    expect(await useOf(key)).toMatchObject({ last_used_client: "cursor 3" });
    await callTool(key.token, "whoami", {}, { era: "legacy" });
    expect(await useOf(key)).toMatchObject({ last_used_client: "cursor 3" });
  });
});

describe("the cap on the rows of one call", () => {
  it("refuses what goes over it, also in a dry run, and pauses the key's writes unless it was one", async () => {
    const space = await createTestWorkspace("Rows");
    const settings = { ...DEFAULT_POLICIES.staging, maxRows: 2 };
    const policy = { environment: "staging", version: 0, settings };
    await outputOf(invoke(setEnvironmentPolicy, systemContext(space), policy));
    const key = await createKey(space);
    const tool = (name: string, args: object) => callTool(key.token, name, { ...args });
    await tool("create_project", { name: "Acme", key: "ACM" });
    await tool("create_task", { project_id: "ACM", title: "Discussed" });
    for (const body of ["One", "Two"]) await tool("add_comment", { task_id: "ACM-1", body });

    const dry = await tool("delete_task", { task_id: "ACM-1", dry_run: true });
    expect(dry.content?.[0]?.text).toContain("This would touch 3 rows, and one call may touch 2.");
    expect(await pausedBy(key)).toBeNull();
    const refused = await tool("delete_task", { task_id: "ACM-1" });
    expect(refused.isError).toBe(true);
    expect(refused.content?.[0]?.text).toContain("don't split it into smaller calls, and tell your user");
    expect(await pausedBy(key)).toBe("rows");
    expect((await tool("complete_task", { task_id: "ACM-1" })).content?.[0]?.text).toContain(
      "more rows than a call may",
    );
    expect((await tool("get_task", { task_id: "ACM-1" })).structuredContent).toMatchObject({
      task: { status: "todo", title: "Discussed" },
    });
    const denied = (await listAuditEvents(space)).filter(({ status }) => status === "denied");
    expect(denied.map(({ action, errorReason }) => `${action} ${errorReason}`)).toEqual([
      "task.delete too_many_rows",
      "task.delete too_many_rows",
      "task.complete writes_paused",
    ]);
  });
});
