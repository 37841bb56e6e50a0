import { once } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { type AuditEvent, append, appendInTransaction } from "#lib/audit/index.ts";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { followAuditLog, openAuditTail, searchAuditLog, tailStream } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Tail"), createTestWorkspace("Other")]);
});

const auditor = (of = workspace) => userContext(of, "auditor", null);
const start = async (ctx: Context, input: object = {}) =>
  (await outputOf(invoke(openAuditTail, ctx, { query: "tool:get_task", ...input }))).position;

function event(of: TestWorkspace, label: string, change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: newId(),
    occurredAt: new Date().toISOString().replace("Z", "000Z"),
    workspaceId: of.id,
    environment: null,
    action: "task.get",
    effect: "read",
    channel: "mcp",
    tool: "get_task",
    status: "success",
    errorCode: null,
    errorReason: null,
    actor: { kind: "system", id: null, name: "writer", user: null, credential: null, sessionId: null },
    target: { type: "task", id: newId(), label },
    params: {},
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: {
      ip: null,
      userAgent: null,
      clientName: null,
      clientVersion: null,
      protocolVersion: null,
      requestId: newId(),
      traceId: null,
    },
    durationUs: 10,
    foldedCount: 1,
    ...change,
  };
}

/** What a tail gives from a position on, until it has given so many events. */
async function follow(ctx: Context, after: number, count: number, query = "tool:get_task") {
  const stop = new AbortController();
  const labels: string[] = [];
  let position = after;
  const tail = followAuditLog(ctx, { query, hidesBrowserReads: false }, after, { signal: stop.signal, everyMs: 5 });
  for await (const batch of tail) {
    labels.push(...batch.items.map(({ event: { target } }) => target?.label ?? ""));
    ({ position } = batch);
    if (labels.length >= count) break;
  }
  return { labels, position };
}

describe("audit.tail", () => {
  it("begins now, or where one had come, never beyond what there is", async () => {
    const ctx = auditor();
    await append(event(workspace, "before"));
    const { position } = await follow(ctx, 0, 1);
    expect(position).toBeGreaterThan(0);
    expect(await start(ctx)).toBeGreaterThanOrEqual(position);
    expect(await start(ctx, { after: position })).toBe(position);
    expect(await start(ctx, { after: 1_000_000_000 })).toBeLessThan(1_000_000_000);
    const events = await listAuditEvents(workspace, ctx.source.requestId);
    expect(events.map(({ action }) => action)).toContain("audit.tail");
  });

  it("is refused without the permission, with a query that can't be understood, with an odd position", async () => {
    expect(await refusalOf(invoke(openAuditTail, userContext(workspace, "member", null), {}))).toMatchObject({
      code: "forbidden",
    });
    for (const input of [{ query: "colour:red" }, { after: -1 }, { after: 0.5 }, { limit: 5 }]) {
      expect(await refusalOf(invoke(openAuditTail, auditor(), input))).toMatchObject({ code: "validation" });
    }
  });
});

describe("following the log", () => {
  it("tells how many events signed heads cover, which grows with each head", async () => {
    const space = await createTestWorkspace("Heads");
    const stop = new AbortController();
    const options = { signal: stop.signal, everyMs: 5 };
    const tail = followAuditLog(systemContext(space), { hidesBrowserReads: false }, 0, options);
    const next = async () => (await tail.next()).value?.covered ?? -1;
    await append(event(space, "one", { environment: "staging" }));
    const before = await next();
    await sealWorkspace(space.id, new Date(), { signsAll: true });
    expect(await next()).toBeGreaterThan(before);
    await tail.return(undefined);
  });

  it("gives each event once under writers at the same time, over reconnections, to two readers alike", async () => {
    const space = await createTestWorkspace("Busy");
    const ctx = systemContext(space);
    const from = await start(ctx);
    const labels = Array.from({ length: 120 }, (_, number) => `event ${number}`);
    const writers = [0, 1, 2, 3].map(async (writer) => {
      for (const label of labels.filter((_, number) => number % 4 === writer)) await append(event(space, label));
    });
    const reconnecting = async () => {
      const seen: string[] = [];
      for (let position = from; seen.length < labels.length; ) {
        const some = await follow(ctx, position, 1);
        seen.push(...some.labels);
        ({ position } = some);
      }
      return seen;
    };
    const [steady, broken] = await Promise.all([follow(ctx, from, labels.length), reconnecting(), ...writers]);
    expect(steady.labels.toSorted()).toEqual(labels.toSorted());
    expect(broken).toEqual(steady.labels);
  });

  it("gives an event that commits late, after others that are younger, and one long after its own moment", async () => {
    const space = await createTestWorkspace("Late");
    const ctx = systemContext(space);
    const from = await start(ctx);
    const written = Promise.withResolvers<void>();
    const committed = Promise.withResolvers<void>();
    const late = withWorkspace({ workspaceId: space.id, environment: null }, "write", async (tx) => {
      await appendInTransaction(tx, event(space, "began first, committed last"));
      written.resolve();
      await committed.promise;
    });
    await written.promise;
    await append(event(space, "younger"));
    const first = await follow(ctx, from, 1);
    expect(first.labels).toEqual(["younger"]);
    committed.resolve();
    await late;
    const hoursAgo = new Date(Date.now() - 5 * HOUR_MS).toISOString().replace("Z", "000Z");
    const second = await follow(ctx, first.position, 1);
    expect(second.labels).toEqual(["began first, committed last"]);
    await append(event(space, "hours after its moment", { occurredAt: hoursAgo }));
    const third = await follow(ctx, second.position, 1);
    expect(third.labels).toEqual(["hours after its moment"]);
    // The index has it as well, not only the tail.
    const { items } = await outputOf(invoke(searchAuditLog, auditor(space), { query: '"hours after its moment"' }));
    expect(items).toHaveLength(1);
  });

  it("gives only what the query finds, of the own workspace, and still moves on", async () => {
    const ctx = auditor();
    const from = await start(ctx);
    await append(event(other, "foreign"));
    await append(event(workspace, "of another tool", { tool: "list_tasks" }));
    await append(event(workspace, "a phrase in order"));
    await append(event(workspace, "in a order phrase"));
    const { labels } = await follow(ctx, from, 1, 'tool:get_task "phrase in order"');
    expect(labels).toEqual(["a phrase in order"]);
  });

  it("ends when it is no longer allowed, without what came meanwhile", async () => {
    const ctx = auditor();
    const from = await start(ctx);
    let asked = 0;
    const tail = followAuditLog(ctx, { query: "tool:get_task", hidesBrowserReads: false }, from, {
      signal: new AbortController().signal,
      everyMs: 5,
      isAllowed: async () => {
        asked += 1;
        if (asked === 2) await append(event(workspace, "too late"));
        return asked < 3;
      },
    });
    const labels: unknown[] = [];
    for await (const { items } of tail) labels.push(...items);
    expect(labels).toEqual([]);
    expect(asked).toBe(3);
  });
});

describe("a tail as server-sent events", () => {
  it("says where it begins, what came with the position after it, and that it ended", async () => {
    const batches = async function* () {
      yield { items: [], position: 7, covered: 0 };
      yield { items: [], position: 9, covered: 0 };
    };
    const body = await new Response(tailStream(batches(), 7, new AbortController())).text();
    expect(body).toBe("retry: 2000\nevent: ready\nid: 7\ndata: {}\n\nid: 9\n\nevent: ended\nid: 9\ndata: {}\n\n");
  });

  it("says that a head was signed, of those that were signed while it ran", async () => {
    const batches = async function* () {
      yield { items: [], position: 7, covered: 12 };
      yield { items: [], position: 7, covered: 12 };
      yield { items: [], position: 7, covered: 14 };
    };
    const body = await new Response(tailStream(batches(), 7, new AbortController())).text();
    expect(body.split("event: sealed\nid: 7\ndata: {}\n\n")).toHaveLength(2);
  });

  it("breaks off without a word when the instance stops, so that the reader comes back", async () => {
    const stop = new AbortController();
    const batches = async function* () {
      yield { items: [], position: 8, covered: 0 };
      stop.abort();
    };
    const body = await new Response(tailStream(batches(), 7, stop)).text();
    expect(body).toContain("id: 8");
    expect(body).not.toContain("ended");
  });

  it("doesn't look ahead of its reader, and drops one who takes nothing", async () => {
    let looked = 0;
    const stop = new AbortController();
    const closed = once(stop.signal, "abort");
    const batches = async function* () {
      for (;;) yield { items: [], position: ++looked, covered: 0 };
    };
    const stream = tailStream(batches(), 0, stop, 20);
    await closed;
    expect(looked).toBeLessThan(3);
    await expect(new Response(stream).text()).rejects.toThrow();
  });
});
