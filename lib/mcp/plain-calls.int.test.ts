import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, type TestWorkspace } from "#db/testing/index.ts";
import { malformedRequests } from "#db/testing/malformed-requests.ts";
import { callTool, createKey, envelope, type Key, MODERN } from "#db/testing/mcp-calls.ts";
import { newId } from "#lib/crypto/index.ts";
import { answerPlainCall, handleMcp, handleMcpWith } from "./handle.ts";
import { plainCallOf } from "./plain-call.ts";
import { protocolServer } from "./server.ts";
import { tools } from "./tools.ts";

let workspace: TestWorkspace;
let key: Key;
let reader: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Plain");
  key = await createKey(workspace);
  reader = await createKey(workspace, { scopes: ["projects:read"] });
  await callTool(key.token, "create_project", { name: "Website", key: "WEB" });
  await callTool(key.token, "create_task", {
    project_id: "WEB",
    title: "Straße & 任务 \u2028 🎉",
    reason: "to compare",
  });
  await callTool(key.token, "add_comment", { task_id: "WEB-1", body: 'He said "\\o/"' });
});

interface Sent {
  readonly method?: string;
  readonly token?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

/** The SDK's way: the product's own protocol server, under another name. */
const sdkServer: typeof protocolServer = (exchange, method) => protocolServer(exchange, method);

/** Both ways with the same id of the request, so that nothing may differ. */
async function bothWays(sent: Sent): Promise<[ours: object, sdks: object]> {
  const source = { ip: "203.0.113.9", userAgent: "compare/1.0", requestId: newId() };
  const answers = [];
  for (const handle of [handleMcp, handleMcpWith.bind(null, sdkServer)]) {
    const response = await handle(requestOf(sent), source);
    answers.push({ status: response.status, headers: [...response.headers], text: await response.text() });
  }
  return answers as [object, object];
}

function requestOf({ method = "POST", token = key.token, headers, body }: Sent): Request {
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request("http://127.0.0.1:3000/mcp", {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(hasBody && { body: body as BodyInit }),
  });
}

const JSON_HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const modernHeaders = (name: string) => ({
  ...JSON_HEADERS,
  "mcp-protocol-version": MODERN,
  "mcp-method": "tools/call",
  "mcp-name": name,
});

interface Call {
  readonly name: string;
  readonly args?: unknown;
}

function modern({ name, args }: Call, meta: object = {}, more: object = {}): Sent {
  const params = { name, ...(args !== undefined && { arguments: args }), _meta: { ...envelope, ...meta } };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 7, method: "tools/call", params, ...more });
  return { headers: modernHeaders(name), body };
}

function legacy({ name, args }: Call, version: string | null = "2025-06-18", more: object = {}): Sent {
  const params = { name, ...(args !== undefined && { arguments: args }) };
  const headers = { ...JSON_HEADERS, ...(version !== null && { "mcp-protocol-version": version }) };
  return { headers, body: JSON.stringify({ jsonrpc: "2.0", id: "seven", method: "tools/call", params, ...more }) };
}

const isPlain = ({ headers, body }: Sent) =>
  plainCallOf({ headers: new Headers(headers) }, JSON.parse(String(body))) !== null;

/** Calls that leave everything as it is, so that the second way finds what the first one found. */
const CALLS: readonly Call[] = [
  { name: "whoami" },
  { name: "whoami", args: {} },
  { name: "list_projects", args: {} },
  { name: "get_project", args: { project_id: "WEB" } },
  { name: "get_task", args: { task_id: "WEB-1" } },
  { name: "get_task", args: { task_id: "web-1" } },
  { name: "get_task", args: { task_id: "WEB-999" } },
  { name: "get_task", args: { task_id: "\u202e" } },
  { name: "get_task", args: { taskId: "WEB-1" } },
  { name: "get_task", args: { task_id: 1, other: [{ a: null }] } },
  { name: "get_task" },
  { name: "list_tasks", args: { project_id: "WEB" } },
  { name: "search_tasks", args: { query: "Straße" } },
  { name: "list_comments", args: { task_id: "WEB-1" } },
  { name: "get_policy", args: {} },
  { name: "list_pending_writes", args: {} },
  { name: "update_task", args: { task_id: "WEB-1", version: 99, title: "Stale", reason: "to compare" } },
  { name: "update_task", args: { task_id: "WEB-1", version: 1, dry_run: "yes" } },
  { name: "confirm_write", args: { token: "none", phrase: "CONFIRM" } },
];

describe("a plain call is answered as the SDK would answer it, to the byte", () => {
  it.each(CALLS)("$name $args", async (call) => {
    for (const sent of [
      modern(call),
      ...["2025-11-25", "2025-06-18", "2025-03-26", null].map((v) => legacy(call, v)),
    ]) {
      expect(isPlain(sent)).toBe(true);
      const [ours, sdks] = await bothWays(sent);
      expect(ours).toEqual(sdks);
    }
  });

  it("every tool, with arguments that fit none of them", async () => {
    for (const name of tools().keys()) {
      for (const sent of [modern({ name, args: { nothing: "fits" } }), legacy({ name, args: { nothing: "fits" } })]) {
        const [ours, sdks] = await bothWays(sent);
        expect(ours).toEqual(sdks);
      }
    }
  });

  it("a refusal for a missing scope, and one without a credential", async () => {
    for (const token of [reader.token, "pst_stg_nobody"]) {
      for (const sent of [modern({ name: "get_task", args: { task_id: "WEB-1" } }), legacy({ name: "get_task" })]) {
        const [ours, sdks] = await bothWays({ ...sent, token });
        expect(ours).toEqual(sdks);
      }
    }
  });

  it("ids of every kind, and what clients say of themselves", async () => {
    const call = { name: "get_task", args: { task_id: "WEB-1" } };
    const ids = [0, -1, 2 ** 53 - 1, "", "1", "ä\u2028", 'quo"te'].map((id) => modern(call, {}, { id }));
    const capabilities = [{ elicitation: {} }, { roots: {}, sampling: {} }].map((value) =>
      modern(call, { "io.modelcontextprotocol/clientCapabilities": value }),
    );
    const browser = { ...modern(call), headers: { ...modernHeaders("get_task"), origin: "http://127.0.0.1:3000" } };
    for (const sent of [...ids, ...capabilities, browser]) {
      expect(isPlain(sent)).toBe(true);
      const [ours, sdks] = await bothWays(sent);
      expect(ours).toEqual(sdks);
    }
  });

  it("a call whose client is gone runs nothing, and is recorded", async () => {
    const source = { ip: "203.0.113.9", userAgent: "compare/1.0", requestId: newId() };
    const sent = modern({ name: "get_task", args: { task_id: "WEB-1" } });
    const answers = [];
    for (const handle of [handleMcp, handleMcpWith.bind(null, sdkServer)]) {
      const gone = new Request(requestOf(sent), { signal: AbortSignal.abort() });
      const response = await handle(gone, source);
      answers.push({ status: response.status, headers: [...response.headers], text: await response.text() });
    }
    const [ours, sdks] = answers;
    expect(ours).toEqual(sdks);
    const events = await listAuditEvents(workspace, source.requestId);
    const facts = { action: "mcp.request", status: "error", errorReason: "client_closed_request" };
    expect(events).toMatchObject([facts, facts]);
  });

  it("is one event in the audit log, with the same facts", async () => {
    const source = { ip: "203.0.113.9", userAgent: "compare/1.0", requestId: newId() };
    const sent = modern({ name: "get_task", args: { task_id: "WEB-1" } });
    await handleMcp(requestOf(sent), source);
    await handleMcpWith(sdkServer, requestOf(sent), source);
    const [ours, sdks, ...others] = await listAuditEvents(workspace, source.requestId);
    expect(others).toEqual([]);
    expect(ours).toEqual({ ...sdks, id: ours?.id, occurredAt: ours?.occurredAt, durationUs: ours?.durationUs });
  });
});

/** What a plain call doesn't have; each is answered by the SDK, whatever it makes of it. */
const call: Call = { name: "get_task", args: { task_id: "WEB-1" } };
const odd = (headers: Readonly<Record<string, string>>): Sent => ({
  ...modern(call),
  headers: { ...modernHeaders("get_task"), ...headers },
});
const ODD: readonly Sent[] = [
  modern(call, {}, { id: null }),
  modern(call, {}, { id: 1.5 }),
  modern(call, {}, { id: 2 ** 53 }),
  modern(call, {}, { id: undefined }),
  modern(call, {}, { jsonrpc: "1.0" }),
  modern(call, {}, { result: {} }),
  modern(call, {}, { extra: 1 }),
  modern(call, {}, { method: "tools/list" }),
  modern(call, {}, { method: "ping" }),
  modern(call, {}, { params: null }),
  modern({ name: "no_such_tool", args: {} }),
  modern({ name: "get_task", args: null }),
  modern({ name: "get_task", args: ["WEB-1"] }),
  modern({ name: "get_task", args: "WEB-1" }),
  modern(call, { progressToken: 1 }),
  modern(call, { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }),
  modern(call, { "io.modelcontextprotocol/logLevel": "debug" }),
  modern(call, { "io.modelcontextprotocol/protocolVersion": "2025-06-18" }),
  modern(call, { "io.modelcontextprotocol/protocolVersion": 1 }),
  modern(call, { "io.modelcontextprotocol/clientCapabilities": [] }),
  modern(call, { "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } } }),
  modern(call, { "io.modelcontextprotocol/clientCapabilities": { experimental: { a: {} } } }),
  modern(call, { "io.modelcontextprotocol/clientInfo": { name: "a" } }),
  modern(call, { "io.modelcontextprotocol/clientInfo": { name: "a", version: "1", title: "A" } }),
  modern(call, { "io.modelcontextprotocol/clientInfo": "a" }),
  odd({ "mcp-protocol-version": "2025-06-18" }),
  odd({ "mcp-protocol-version": "2026-07-28, 2026-07-28" }),
  odd({ "mcp-method": "tools/list" }),
  odd({ "mcp-method": "TOOLS/CALL" }),
  odd({ "mcp-name": "list_tasks" }),
  odd({ "mcp-name": "=?base64?Z2V0X3Rhc2s=?=" }),
  { ...modern(call), headers: JSON_HEADERS },
  legacy(call, "2026-07-28"),
  legacy(call, "2024-01-01"),
  legacy(call, "nonsense"),
  legacy(call, "2025-06-18", { id: undefined }),
  legacy(call, "2025-06-18", { params: { name: "get_task", _meta: { progressToken: 5 } } }),
  { ...legacy(call), headers: { ...JSON_HEADERS, "mcp-method": "tools/call" } },
  { ...legacy(call, null), body: `[${legacy(call, null).body}]` },
];

describe("everything else is the SDK's", () => {
  it.each(ODD)("$headers $body", async (sent) => {
    expect(isPlain(sent)).toBe(false);
    const [ours, sdks] = await bothWays(sent);
    expect(ours).toEqual(sdks);
  });

  it("a host without web-standard requests is told so", () => {
    const incoming = { method: "POST", headers: new Headers(modernHeaders("get_task")), signal: { aborted: false } };
    const source = { ip: null, userAgent: null, requestId: newId() };
    const ask = (sent: Sent, more: Record<string, string> = {}, method = "POST") =>
      answerPlainCall(
        { ...incoming, method, headers: new Headers({ ...sent.headers, ...more }) },
        Buffer.from(String(sent.body)),
        source,
      );
    for (const sent of ODD) expect(ask(sent)).toBeNull();
    expect(ask(modern(call), { origin: "https://elsewhere.example" })).toBeNull();
    expect(ask(modern(call), { "content-type": "text/plain" })).toBeNull();
    expect(ask(modern(call), { accept: "text/html" })).toBeNull();
    expect(ask(modern(call), {}, "PUT")).toBeNull();
    expect(ask({ ...modern(call), body: "{" })).toBeNull();
    expect(ask({ ...modern(call), body: `${String(modern(call).body).slice(0, -1)},"__proto__":{}}` })).toBeNull();
  });

  it("malformed requests", { timeout: 120_000 }, async () => {
    for (const { method, headers, body } of malformedRequests(20_261_121, 400)) {
      const [ours, sdks] = await bothWays({ method, headers: Object.fromEntries(headers), body: body as Sent["body"] });
      expect(ours).toEqual(sdks);
    }
  });
});
