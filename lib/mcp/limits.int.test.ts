import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey, type Key, send, sendMessage } from "#db/testing/mcp-calls.ts";
import { drainLastUsed } from "#lib/api-keys/index.ts";
import { drainRefusals } from "#lib/rate-limit/index.ts";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace("Limits");
});

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
const toolCall = (name: string, args: object = {}) => ({ method: "tools/call", params: { name, arguments: args } });
const eventsOf = async (key: Key) =>
  (await listAuditEvents(workspace)).filter(({ credentialId }) => credentialId === key.id);

describe("a key's budget of requests", () => {
  it("lets exactly as many of 100 parallel calls through, and answers the others with 429 and when to come back", async () => {
    const key = await keyWith({ requests: 25 });
    const replies = await Promise.all(Array.from({ length: 100 }, () => call(key, "whoami")));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(25);
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(75);
    for (const { headers, json } of refused) {
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
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
    expect(refused.status).toBe(429);
    expect(refused.json?.error?.data).toMatchObject({ reason: "key_writes_budget" });
    expect((await call(key, "list_projects")).status).toBe(200);
    const [event] = (await eventsOf(key)).filter(({ status }) => status === "denied");
    expect(event).toMatchObject({ errorReason: "key_writes_budget", params: { requests: 1, writes: 1, perMinute: 1 } });
  });

  it("counts the writes of a batch, and writes none of it when there are too many", async () => {
    const key = await keyWith({ writes: 2 });
    const create = (name: string) => toolCall("create_project", { name });
    const refused = await batch(key, [create("Batch one"), create("Batch two"), create("Batch three")]);
    expect(refused.status).toBe(429);
    const rows = await superuserSql()`
      select 1 from projects where workspace_id = ${workspace.id} and name like 'Batch %'`;
    expect(rows).toHaveLength(0);
    expect((await batch(key, [create("Batch one"), create("Batch two")])).status).toBe(200);
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
