import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { malformedRequests } from "#db/testing/malformed-requests.ts";
import { DOORS, product } from "./fixtures/doors.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { SOAK_FACTOR } from "./fixtures/soak.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { createKey, createWorkspace, type Key, searchAudit, type Workspace } from "./fixtures/workspace.ts";

const MALFORMED = 600 * SOAK_FACTOR;

describe.each(DOORS)("the wire, at %s", (_, url) => {
  let workspace: Workspace;
  let key: Key;
  let host: string;

  beforeAll(async () => {
    workspace = await createWorkspace(product, "Wire");
    key = await createKey(product, workspace);
    host = new URL(url).host;
  });

  it("challenges without a credential, on every method", async () => {
    for (const method of ["POST", "GET", "DELETE", "PUT"]) {
      const response = await fetch(`${url}/mcp`, { method });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe('Bearer realm="postern"');
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("refuses pages of other sites, and answers a preflight from this machine", async () => {
    const asked = { "access-control-request-method": "POST", "access-control-request-headers": "authorization" };
    const preflight = (origin: string) => fetch(`${url}/mcp`, { method: "OPTIONS", headers: { origin, ...asked } });
    expect((await preflight("https://evil.example")).status).toBe(403);
    const allowed = await preflight("http://localhost:6274");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("http://localhost:6274");
  });

  it.each([
    ["authorization", "Bearer x"],
    ["content-type", "text/plain"],
    ["mcp-method", "tools/list"],
  ])("refuses a second %s header", async (name, value) => {
    const good = goodHeaders(key.token, host);
    const { status } = await raw(url, { method: "POST", headers: [...good, [name, value]], body: GOOD_BODY });
    expect(status).toBe(400);
    expect((await raw(url, { method: "POST", headers: good, body: GOOD_BODY })).status).toBe(200);
  });

  it("records a body that is too large, which nobody reads", async () => {
    const sender = await createKey(product, workspace);
    const headers = { authorization: `Bearer ${sender.token}`, "content-type": "application/json" };
    const body = "x".repeat(1024 * 1024 + 1);
    const response = await fetch(`${url}/mcp`, { method: "POST", headers, body });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id: null, error: { code: -32600 } });
    const events = (await searchAudit(product, workspace)).filter(({ credential }) => credential?.id === sender.id);
    expect(events).toMatchObject([{ action: "mcp.request", status: "error", errorCode: "validation" }]);
  });

  it(`survives ${MALFORMED} malformed requests over a socket`, { timeout: 120_000 * SOAK_FACTOR }, async () => {
    const problems: string[] = [];
    const requests = malformedRequests(47_11, MALFORMED);
    const work = async () => {
      for (const { method, headers, body } of requests) {
        const sent = [["host", host], ["authorization", `Bearer ${key.token}`], ...headers] as const;
        const { status, text } = await raw(url, { method, headers: sent, body });
        const isRefusal = status >= 400 || /"(error|isError)":/.test(text);
        const leaks = /\bat \S+ \(|node_modules|ZodError|TypeError|Failed query/.test(text);
        if (status >= 500 || !isRefusal || leaks)
          problems.push(`${status} ${method} ${body.slice(0, 200)} → ${text.slice(0, 300)}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(problems).toEqual([]);
    expect((await callTool(url, key.token, "whoami")).status).toBe(200);
  });

  it("ends a write whose client went away while it ran, and records it, once", async () => {
    const away = await createKey(product, workspace);
    const key = `A${DOORS.findIndex(([, at]) => at === url)}`;
    await callForResult(url, away.token, "create_project", { name: "Away", key });
    const args = { project_id: key, title: "Wait for me" };
    const { task } = await callForResult<{ task: { id: string } }>(url, away.token, "create_task", args);
    const controller = new AbortController();
    await lookInto(product, { workspaceId: workspace.id, environment: away.environment }, (sql) =>
      sql.begin(async (tx) => {
        await tx`select id from tasks where id = ${task.id} for update`;
        const gone = post(url, away.token, callOf("complete_task", { task_id: task.id }), controller.signal);
        // It has begun: it waits for the row that is held here.
        const waiting = () => tx`select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`;
        await expect.poll(waiting, PATIENT).toHaveLength(1);
        controller.abort();
        await gone;
      }),
    );
    const events = async () =>
      (await searchAudit(product, workspace)).filter(
        ({ credential, tool }) => credential?.id === away.id && tool === "complete_task",
      );
    await expect.poll(events, PATIENT).toMatchObject([{ action: "task.complete", status: "success" }]);
    const found = await callForResult(url, away.token, "get_task", { task_id: task.id });
    expect(found).toMatchObject({ task: { status: "done" } });
  });

  it("records a call at most once and goes on, whenever its client goes away", async () => {
    const away = await createKey(product, workspace);
    for (let round = 0; round < 10; round++) await abandoned(url, away.token, round);
    const { status, requestId } = await callTool(url, away.token, "whoami");
    expect(status).toBe(200);
    const events = (await searchAudit(product, workspace)).filter(({ credential }) => credential?.id === away.id);
    const recorded = events.map((event) => event.requestId);
    expect(recorded).toContain(requestId);
    expect(new Set(recorded).size).toBe(recorded.length);
  });
});

/** How long a condition may take to come true on a busy machine. */
const PATIENT = { timeout: 30_000, interval: 50 };

const callOf = (name: string, args: object) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } });
const GOOD_BODY = callOf("whoami", {});

type RawHeaders = readonly (readonly [string, string])[];

function goodHeaders(token: string, host: string): RawHeaders {
  return [
    ["host", host],
    ["authorization", `Bearer ${token}`],
    ["content-type", "application/json"],
    ["accept", "application/json, text/event-stream"],
    ["mcp-method", "tools/call"],
  ];
}

interface RawRequest {
  readonly method: string;
  readonly headers: RawHeaders;
  readonly body: string | Buffer;
}

/** Below fetch, which would join repeated headers. */
function raw(url: string, { method, headers, body }: RawRequest): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const length = Buffer.byteLength(body);
  const all = [...headers, ...(length > 0 ? ([["content-length", String(length)]] as const) : [])].flat();
  const req = request(`${url}/mcp`, { method, headers: all, agent: false }, (res) => {
    let text = "";
    res.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    res.on("end", () => resolve({ status: res.statusCode ?? 0, text }));
  });
  req.on("error", reject).end(body);
  return promise;
}

/** Done when it was answered, or given up. */
function post(url: string, token: string, body: string, signal: AbortSignal): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" };
  return fetch(`${url}/mcp`, { method: "POST", headers, body, signal }).catch(() => undefined);
}

/** Sends a call and cuts the connection at some moment of its way. */
async function abandoned(url: string, token: string, delayMs: number): Promise<void> {
  const controller = new AbortController();
  const sent = post(url, token, GOOD_BODY, controller.signal);
  await wait(delayMs);
  controller.abort();
  await sent;
}
