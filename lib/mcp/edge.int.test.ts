import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import {
  callTool,
  createKey,
  envelope,
  type Key,
  MODERN,
  type Reply,
  send,
  sendMessage,
} from "#db/testing/mcp-calls.ts";
import { revokeApiKey } from "#lib/api-keys/index.ts";
import { config } from "#lib/env/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { drainRefusals } from "#lib/rate-limit/index.ts";

let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Edge");
  key = await createKey(workspace);
});

const eventsOf = ({ requestId }: Reply) => listAuditEvents(workspace, requestId);
const jsonHeaders = (token: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
  ...more,
});
const post = (body: unknown, headers: Record<string, string> = {}) =>
  send({ headers: jsonHeaders(key.token, headers), body: typeof body === "string" ? body : JSON.stringify(body) });
const ping = (id: unknown) => ({ jsonrpc: "2.0", id, method: "ping" });
const toolCall = (id: unknown, name: string, args: object = {}) => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name, arguments: args },
});

describe("credentials, RFC 6750 §3", () => {
  it("challenges without an error code when there was none", async () => {
    const reply = await sendMessage(null, "tools/list");
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="postern"');
    expect(reply.json).toMatchObject({ reason: "missing" });
  });

  it("answers GET without a credential with the challenge too", async () => {
    const reply = await send({ method: "GET" });
    expect(reply).toMatchObject({ status: 401 });
    expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="postern"');
  });

  it.each([
    ["malformed", () => "not-a-key"],
    ["wrong_checksum", () => `${key.token.slice(0, -1)}${key.token.endsWith("0") ? "1" : "0"}`],
  ])("names a %s one, without repeating it", async (reason, token) => {
    const reply = await sendMessage(token(), "tools/list");
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toMatch(
      /^Bearer realm="postern", error="invalid_token", error_description="[^"]+"$/,
    );
    expect(reply.json).toMatchObject({ error: "invalid_token", reason });
    expect(reply.text).not.toContain(token());
  });

  it("never takes one from the query string", async () => {
    const headers = { "content-type": "application/json", accept: "application/json" };
    for (const name of ["access_token", "api_key", "token", "key"]) {
      const body = JSON.stringify(ping(1));
      const reply = await send({ path: `/mcp?${name}=${key.token}`, headers, body });
      expect(reply.status).toBe(401);
      expect(reply.json).toMatchObject({ reason: "missing" });
    }
  });

  it("refuses a revoked key at its next request, with a reason for machines", async () => {
    const doomed = await createKey(workspace);
    await callTool(doomed.token, "whoami");
    await outputOf(invoke(revokeApiKey, userContext(workspace, "owner", null), { apiKeyId: doomed.id }));
    const reply = await sendMessage(doomed.token, "tools/call", { name: "whoami", arguments: {} });
    expect(reply.status).toBe(401);
    expect(reply.json).toMatchObject({ error: "invalid_token", reason: "revoked" });
    expect(reply.headers.get("www-authenticate")).toContain('error="invalid_token"');
    const events = await listAuditEvents(workspace);
    expect(
      events.filter(({ credentialId, status }) => credentialId === doomed.id && status === "denied"),
    ).toMatchObject([{ action: "authentication.failed", errorReason: "key_revoked" }]);
  });
});

describe("Origin and CORS", () => {
  it.each(["https://evil.example", "null", "http://127.0.0.1.evil.example", "https://127.0.0.1:1/path", "garbage"])(
    "refuses %s with 403, recorded for a valid key",
    async (origin) => {
      const reply = await sendMessage(key.token, "tools/list", {}, { headers: { origin } });
      expect(reply).toMatchObject({ status: 403, json: { id: null, error: { code: -32600 } } });
      expect(reply.headers.get("access-control-allow-origin")).toBeNull();
      expect(await eventsOf(reply)).toMatchObject([
        { action: "mcp.request", status: "denied", errorReason: "origin_not_allowed" },
      ]);
      expect(await sendMessage(null, "tools/list", {}, { headers: { origin } })).toMatchObject({ status: 403 });
    },
  );

  it.each(["http://localhost:6274", "http://127.0.0.1:5173", "http://[::1]:8080"])("serves %s", async (origin) => {
    const preflight = await send({
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("mcp-protocol-version");
    const reply = await sendMessage(key.token, "tools/list", {}, { headers: { origin } });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("access-control-allow-origin")).toBe(origin);
    expect(reply.headers.get("access-control-expose-headers")).toContain("WWW-Authenticate");
    expect(reply.headers.get("vary")).toContain("Origin");
    const refused = await sendMessage(null, "tools/list", {}, { headers: { origin } });
    expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
  });

  it("tells a preflight from elsewhere nothing", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    const reply = await send({ method: "OPTIONS", headers });
    expect(reply.status).toBe(403);
    expect(reply.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("HTTP", () => {
  it.each(["GET", "DELETE", "PUT", "PATCH", "OPTIONS"])("answers %s with 405, recorded", async (method) => {
    const reply = await send({ method, headers: jsonHeaders(key.token) });
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe("POST");
    expect(await eventsOf(reply)).toMatchObject([
      { action: "mcp.request", errorReason: "method_not_allowed", params: { httpMethod: method } },
    ]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "refuses the media type %s",
    async (type) => {
      expect(await post(ping(1), { "content-type": type })).toMatchObject({ status: 415 });
    },
  );

  it.each([
    ["text/html", 406],
    ["text/event-stream", 406],
    ["application/json;q=0, */*", 406],
    ["*/*", 200],
    ["application/*;q=0.5", 200],
    ["application/json", 200],
  ])("answers Accept: %s with %i", async (accept, status) => {
    expect(await post(ping(1), { accept })).toMatchObject({ status });
  });

  it.each([
    ["nothing", "", 400, -32700],
    ["no JSON", "{", 400, -32700],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22]), 400, -32700],
    ["a number", "5", 400, -32600],
    ["null", "null", 400, -32600],
    ["an empty batch", "[]", 400, -32600],
    ["no version", '{"id":1,"method":"ping"}', 400, -32600],
    ["a null id", '{"jsonrpc":"2.0","id":null,"method":"ping"}', 400, -32600],
    ["a call without an id", '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"whoami"}}', 400, -32600],
    ["a response", '{"jsonrpc":"2.0","id":1,"result":{}}', 400, -32600],
    ["100,000 brackets", "[".repeat(100_000), 400, -32700],
    ["a deep value", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`, 400, -32600],
    ["more than a mebibyte", `"${"x".repeat(1024 * 1024)}"`, 413, -32600],
  ])("refuses a body of %s", async (_, body, status, code) => {
    const reply = await send({ headers: jsonHeaders(key.token), body: body as BodyInit });
    expect(reply).toMatchObject({ status, json: { error: { code } } });
    expect(await eventsOf(reply)).toMatchObject([{ action: "mcp.request", status: "error" }]);
  });

  it("is never cached, and names the request", async () => {
    const reply = await post(ping(1));
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("x-request-id")).toBe(reply.requestId);
  });
});

describe("older revisions", () => {
  it("answers a batch of 2025-03-26 one by one, each call recorded", async () => {
    const reader = await createKey(workspace, { scopes: ["tasks:read"] });
    const batch = [
      ping("a"),
      { jsonrpc: "2.0", method: "notifications/initialized" },
      toolCall("b", "whoami"),
      toolCall("c", "create_project", { name: "No" }),
      toolCall("d", "nothing_such"),
    ];
    const reply = await send({ headers: jsonHeaders(reader.token), body: JSON.stringify(batch) });
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject([
      { id: "a", result: {} },
      { id: "b", result: { structuredContent: { environment: "staging" } } },
      { id: "c", error: { code: 403, data: { required_scopes: ["projects:write"] } } },
      { id: "d", error: { code: -32602 } },
    ]);
    expect((await eventsOf(reply)).map(({ action, status }) => [action, status])).toEqual([
      ["mcp.ping", "success"],
      ["self.get", "success"],
      ["project.create", "denied"],
      ["mcp.unknown_tool", "error"],
    ]);
  });

  it.each([
    ["in a later revision", [ping(1)], { "mcp-protocol-version": "2025-06-18" }],
    ["with initialize in it", [{ ...ping(1), method: "initialize" }], {}],
    ["with an id twice", [ping(1), ping(1)], {}],
    ["of 101", Array.from({ length: 101 }, (_, id) => ping(id)), {}],
    ["with something of 2026-07-28 in it", [{ ...ping(1), params: { _meta: envelope } }], {}],
    ["with rubbish in it", [ping(1), 5], {}],
  ])("refuses a batch %s", async (_, batch, headers) => {
    expect(await post(batch, headers)).toMatchObject({ status: 400, json: { error: { code: -32600 } } });
  });

  it("accepts notifications in silence", async () => {
    const reply = await post({ jsonrpc: "2.0", method: "notifications/initialized" });
    expect(reply).toMatchObject({ status: 202, text: "" });
    expect(await post([{ jsonrpc: "2.0", method: "notifications/cancelled" }])).toMatchObject({ status: 202 });
  });

  it("refuses a revision that it doesn't know, and one that the message isn't in", async () => {
    expect(await post(ping(1), { "mcp-protocol-version": "2020-01-01" })).toMatchObject({
      status: 400,
      json: { id: 1, error: { code: -32000 } },
    });
    expect(await post(ping(1), { "mcp-protocol-version": MODERN })).toMatchObject({
      status: 400,
      json: { id: 1, error: { code: -32602 } },
    });
  });

  it.each(["2025-03-26", "2025-06-18", "2025-11-25"])("shakes hands in %s", async (protocolVersion) => {
    const params = { protocolVersion, capabilities: {}, clientInfo: { name: "old", version: "1" } };
    const reply = await post({ jsonrpc: "2.0", id: 1, method: "initialize", params });
    expect(reply.json?.result).toMatchObject({ protocolVersion });
  });
});

describe("the request guard", () => {
  it("answers 429 with Retry-After past the limit, one event for the first and one for the rest", async () => {
    const busy = await createKey(workspace);
    const served = config() as { mcpRequestsPerMinute: number };
    const usual = served.mcpRequestsPerMinute;
    served.mcpRequestsPerMinute = 2;
    try {
      const statuses = [];
      for (let count = 0; count < 5; count++)
        statuses.push(await sendMessage(busy.token, "ping", {}, { era: "legacy" }));
      expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429, 429, 429]);
      expect(Number(statuses[2]?.headers.get("retry-after"))).toBeGreaterThan(0);
      await drainRefusals();
    } finally {
      served.mcpRequestsPerMinute = usual;
    }
    const events = (await listAuditEvents(workspace)).filter(({ credentialId }) => credentialId === busy.id);
    expect(events.map(({ errorCode, foldedCount }) => [errorCode, foldedCount])).toEqual([
      [null, 1],
      [null, 1],
      ["rate_limited", 1],
      ["rate_limited", 2],
    ]);
  });
});

describe("when an event can't be written", () => {
  it("answers with an error instead of a result, and a write did not happen", async () => {
    const silent = await createTestWorkspace("Silent");
    const { token } = await createKey(silent);
    const refusal = `audit_events_test_${silent.slug.replaceAll("-", "_")}`;
    // Only this workspace's events are refused: other suites write at the same time.
    await superuserSql().unsafe(
      `alter table audit_events add constraint ${refusal} check (workspace_id <> '${silent.id}') not valid`,
    );
    const tryAll = () =>
      Promise.all([
        sendMessage(token, "tools/call", { name: "list_projects", arguments: {} }),
        sendMessage(token, "tools/call", { name: "create_project", arguments: { name: "Unseen" } }),
        sendMessage(token, "tools/list"),
        sendMessage(token, "ping", {}, { era: "legacy" }),
      ]);
    let replies: readonly Reply[] = [];
    try {
      replies = await tryAll();
    } finally {
      await superuserSql().unsafe(`alter table audit_events drop constraint ${refusal}`);
    }
    expect(replies).toHaveLength(4);
    for (const { json, text } of replies) {
      expect(json).toMatchObject({ error: { message: expect.stringContaining("Request id") } });
      expect(text).not.toMatch(/audit_events|constraint|insert|select/i);
    }
    const { structuredContent } = await callTool(token, "list_projects");
    expect(structuredContent).toMatchObject({ items: [] });
  });
});
