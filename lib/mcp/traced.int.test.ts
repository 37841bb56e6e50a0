import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, type TestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey, type Key, send, sendMessage } from "#db/testing/mcp-calls.ts";
import { type Receiver, startReceiver } from "#db/testing/receiver.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { tracing } from "#lib/observability/index.ts";
import { startTracing } from "#lib/observability/start-tracing.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const traceparent = `00-${TRACE}-${PARENT}-01`;

interface Span {
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}
interface Delivered {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span["attributes"] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

let workspace: TestWorkspace;
let key: Key;
let collector: Receiver;

beforeAll(async () => {
  workspace = await createTestWorkspace("Traces");
  key = await createKey(workspace);
  await callTool(key.token, "create_project", { name: "Website", key: "WEB" });
  await callTool(key.token, "create_task", { project_id: "WEB", title: "A title that is nobody's business" });
  collector = await startReceiver();
  collector.answer(200, { "content-type": "application/json" });
  provideEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: new URL(collector.url).origin });
});
afterAll(async () => {
  provideEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: "" });
  await collector.close();
});

/** What a real collector is sent while `work` runs, all of it delivered. */
async function deliveredBy(work: () => Promise<unknown>) {
  const stop = await startTracing();
  const earlier = collector.received.length;
  await work();
  await stop();
  const bodies = collector.received.slice(earlier);
  expect(new Set(bodies.map(({ path }) => path))).toEqual(new Set(["/v1/traces"]));
  const resources = bodies.flatMap(({ body }) => (JSON.parse(body) as Delivered).resourceSpans);
  const spans = resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return { spans, resources, text: bodies.map(({ body }) => body).join("\n") };
}

const attributesOf = ({ attributes }: Pick<Span, "attributes">) =>
  Object.fromEntries(attributes.map(({ key: name, value }) => [name, value.stringValue]));

/** Not a plain call, because of what stands in `_meta`. */
const getTask = (meta: object, headers: Record<string, string> = {}) =>
  sendMessage(key.token, "tools/call", { name: "get_task", arguments: { task_id: "WEB-1" }, _meta: meta }, { headers });

/** Of the revision that has batches. */
const post = (body: unknown) =>
  send({
    headers: {
      authorization: `Bearer ${key.token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-03-26",
    },
    body: JSON.stringify(body),
  });

const INITIALIZE = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "probe", version: "1" } };

describe("a span of each call, W3C trace context and the semantic conventions for MCP", () => {
  it("has the parent that the message names in _meta, with its state, and so has the event", async () => {
    let requestId = "";
    const { spans, resources, text } = await deliveredBy(async () => {
      ({ requestId } = await getTask({ traceparent, tracestate: "vendor=1" }));
    });
    expect(spans).toMatchObject([
      { traceId: TRACE, parentSpanId: PARENT, traceState: "vendor=1", name: "tools/call get_task", kind: 2 },
    ]);
    expect(spans.map(attributesOf)).toEqual([
      {
        "mcp.method.name": "tools/call",
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "get_task",
        "jsonrpc.request.id": "1",
        "mcp.protocol.version": "2026-07-28",
        "network.protocol.name": "http",
        "postern.request_id": requestId,
      },
    ]);
    expect(resources.map(({ resource }) => attributesOf(resource)["service.name"])).toEqual(["postern"]);
    for (const secret of ["WEB-1", "nobody's business", key.token]) expect(text).not.toContain(secret);
    expect(await listAuditEvents(workspace, requestId)).toMatchObject([{ action: "task.get", traceId: TRACE }]);
  });

  it("has that of the header where the message names none, or nothing that can be read", async () => {
    const { spans } = await deliveredBy(async () => {
      await sendMessage(key.token, "tools/list", {}, { headers: { traceparent } });
      await getTask({ traceparent: "00-nonsense" }, { traceparent });
      await callTool(key.token, "whoami", {}, { era: "legacy" });
    });
    expect(spans.map(({ name, traceId, parentSpanId }) => [name, traceId === TRACE, parentSpanId])).toEqual([
      ["tools/list", true, PARENT],
      ["tools/call get_task", true, PARENT],
      ["tools/call whoami", false, undefined],
    ]);
  });

  it("begins a trace of its own without one, which the event has as well", async () => {
    let requestId = "";
    const { spans } = await deliveredBy(async () => {
      ({
        reply: { requestId },
      } = await callTool(key.token, "whoami"));
    });
    expect(spans).toHaveLength(1);
    expect(await listAuditEvents(workspace, requestId)).toMatchObject([{ traceId: spans[0]?.traceId }]);
  });

  it.each([
    ["a later version that goes on", `cc-${TRACE}-${PARENT}-01-what-is-to-come`, true],
    ["a later version", `01-${TRACE}-${PARENT}-01`, true],
    ["a later version that goes on without a dash", `01-${TRACE}-${PARENT}-01.more`, false],
    ["version 00 that goes on", `00-${TRACE}-${PARENT}-01-more`, false],
    ["the version that there isn't", `ff-${TRACE}-${PARENT}-01`, false],
  ])("has the same trace as its event: %s (W3C Trace Context §3.2.2)", async (_, given, isRead) => {
    let requestId = "";
    const { spans } = await deliveredBy(async () => {
      ({ requestId } = await getTask({ traceparent: given }));
    });
    expect(spans.map(({ traceId, parentSpanId }) => [traceId === TRACE, parentSpanId === PARENT])).toEqual([
      [isRead, isRead],
    ]);
    expect(await listAuditEvents(workspace, requestId)).toMatchObject([{ traceId: spans[0]?.traceId }]);
  });

  it("isn't kept where its caller has decided so", async () => {
    const { spans } = await deliveredBy(async () => {
      await getTask({ traceparent: `00-${TRACE}-${PARENT}-00` });
      await callTool(key.token, "whoami");
    });
    expect(spans.map(({ name }) => name)).toEqual(["tools/call whoami"]);
  });

  it("says how it failed, and never with what it was called with", async () => {
    const { spans, text } = await deliveredBy(async () => {
      await callTool(key.token, "get_task", { task_id: "WEB-4711" });
      await sendMessage(key.token, "tools/call", { name: "made_up_tool", arguments: {} });
      await sendMessage(key.token, "made/up");
    });
    expect(spans.map((span) => [span.name, span.status.code, attributesOf(span)["error.type"]])).toEqual([
      ["tools/call get_task", 2, "tool_error"],
      ["tools/call", 2, "-32602"],
      ["_OTHER", 2, "-32601"],
    ]);
    expect(text).not.toMatch(/WEB-4711|made_up_tool|made\/up/);
  });

  it("has the name of the protocol's method, and of none that a caller has made up", async () => {
    const tell = (method: string) => post({ jsonrpc: "2.0", method });
    const { spans, text } = await deliveredBy(async () => {
      await sendMessage(key.token, "server/discover");
      await sendMessage(key.token, "ping", {}, { era: "legacy" });
      await sendMessage(key.token, "initialize", INITIALIZE, { era: "legacy" });
      await tell("notifications/initialized");
      await tell(`notifications/${key.token}`);
      await tell(`notifications/${"long".repeat(5_000)}`);
    });
    const names = ["server/discover", "ping", "initialize", "notifications/initialized", "_OTHER", "_OTHER"];
    expect(spans.map(({ name }) => name)).toEqual(names);
    expect(spans.map((span) => attributesOf(span)["mcp.method.name"])).toEqual(names);
    expect(text).not.toContain(key.token);
    expect(text).not.toContain("longlong");
  });

  it("takes the time that its message takes, finer than a millisecond, also in a batch", async () => {
    const call = (_: unknown, id: number) => ({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "whoami" } });
    const { spans } = await deliveredBy(() => post(Array.from({ length: 20 }, call)));
    expect(spans.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, () => "tools/call whoami"));
    const starts = spans.map(({ startTimeUnixNano }) => BigInt(startTimeUnixNano));
    const ends = spans.map(({ endTimeUnixNano }) => BigInt(endTimeUnixNano));
    for (const [index, end] of ends.entries()) {
      expect(end).toBeGreaterThan(starts[index] ?? end);
      // Each span places itself on the calendar's clock, which has milliseconds.
      expect((starts[index + 1] ?? end) + 2_000_000n).toBeGreaterThan(end);
    }
    expect(ends.some((end) => end % 1_000_000n !== 0n)).toBe(true);
  });

  it("has no attribute without end", async () => {
    const { spans } = await deliveredBy(async () => {
      const call = { name: "ping", attributes: { a: "x".repeat(10_000) }, parent: null, startedAt: performance.now() };
      tracing()
        ?.start(call)
        .end({ errorType: "x".repeat(10_000) });
    });
    const lengths = spans.flatMap((span) => Object.values(attributesOf(span)).map((value) => value?.length));
    expect(lengths).toEqual([256, 256]);
  });

  it("is lost when the collector is away, and the call isn't", async () => {
    await collector.die();
    const stop = await startTracing();
    expect((await callTool(key.token, "whoami")).isError).toBeFalsy();
    await stop();
    await collector.revive();
  });
});
