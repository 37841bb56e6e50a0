import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  letKeysWrite,
  listAuditEvents,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { withTerm } from "#lib/audit-query/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { encodeCursor } from "#lib/paging/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, getTask } from "#lib/tasks/index.ts";
import { getAuditEvent, indexWorkspace, listAuditFacets, searchAuditLog, summariseAuditLog } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;
let indexedSpace: TestWorkspace;

beforeAll(async () => {
  [workspace, other, indexedSpace] = await Promise.all([
    createTestWorkspace("Acme"),
    createTestWorkspace("Other"),
    createTestWorkspace("Indexed"),
  ]);
});

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const auditor = (space = workspace) => userContext(space, "auditor", null);
const search = (input: object, ctx: Context = auditor()) => outputOf(invoke(searchAuditLog, ctx, input));
const idsOf = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id);

interface Written extends Partial<Omit<AuditEvent, "actor" | "source">> {
  readonly key?: { readonly id: string; readonly name: string };
  readonly ip?: string;
}

/** An event written directly: search needs many, of any moment. */
async function write({ key, ip = "192.0.2.1", ...values }: Written = {}, space = workspace): Promise<AuditEvent> {
  const id = newId();
  const credential = key ? ({ kind: "api_key", hint: "pst_dev_…abcd", ...key } as const) : null;
  const event: AuditEvent = {
    id,
    occurredAt: new Date().toISOString(),
    workspaceId: space.id,
    environment: "development",
    action: "task.list",
    effect: "read",
    channel: "mcp",
    tool: "list_tasks",
    status: "success",
    errorCode: null,
    errorReason: null,
    target: null,
    params: {},
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    durationUs: 1_250,
    foldedCount: 1,
    ...values,
    actor: {
      kind: credential ? "api_key" : "user",
      id: key?.id ?? null,
      name: key?.name ?? "Jo",
      user: null,
      credential,
      sessionId: null,
    },
    source: {
      ip,
      userAgent: "probe/1",
      clientName: "cursor",
      clientVersion: "2",
      protocolVersion: "2026-07-28",
      requestId: newId(),
      traceId: null,
    },
  };
  await append(event);
  return event;
}

const idOf = ({ actor }: Context) => (actor.kind === "system" ? "" : actor.id);
const key = (name = `cursor-${newId().slice(-8)}`) => ({ id: newId(), name });

describe("audit.search", () => {
  it("is recorded with its filter and without what it showed, or the log would grow with every look at it", async () => {
    const ctx = auditor();
    await search({ query: "anything", limit: 500 }, ctx);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "audit.search", status: "success", params: { query: "anything" }, result: null },
    ]);
  });

  it("answers with everything that was recorded of a call", async () => {
    const project = await outputOf(invoke(createProject, userContext(workspace, "admin", "production"), { name: "P" }));
    await letKeysWrite(workspace);
    const ctx = keyContext(workspace, "production", ["tasks:write", "tasks:read"], "create_task");
    const input = { projectId: project.project.key, title: "Write the plan" };
    await invoke(createTask, ctx, input, { reason: "weekly planning" });
    const { items } = await search({ credentialId: idOf(ctx) });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      action: "task.create",
      effect: "write",
      channel: "mcp",
      tool: "create_task",
      status: "success",
      errorCode: null,
      environment: "production",
      actor: { kind: "api_key", name: "claude-desktop-test" },
      user: { id: workspace.users.owner.id, email: workspace.users.owner.email },
      credential: { kind: "api_key", id: idOf(ctx), name: "claude-desktop-test", hint: "pst_test…0000" },
      target: { type: "task", label: expect.stringContaining("Write the plan") },
      params: input,
      result: { task: { title: "Write the plan" } },
      changes: [{ before: null, after: { title: "Write the plan" } }],
      reason: "weekly planning",
      ip: "192.0.2.1",
      userAgent: "postern-test/1",
      requestId: ctx.source.requestId,
      foldedCount: 1,
    });
    expect(items[0]?.occurredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(items[0]?.durationMs).toBeGreaterThan(0);
  });

  it("is itself recorded, and so is a refused look", async () => {
    const ctx = auditor();
    await search({ query: "who looked" }, ctx);
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({ action: "audit.search", status: "success", params: { query: "who looked" } });
    const member = userContext(workspace, "member", null);
    expect(await refusalOf(invoke(searchAuditLog, member, {}))).toMatchObject({ code: "forbidden" });
    const [denied] = await listAuditEvents(workspace, member.source.requestId);
    expect(denied).toMatchObject({ action: "audit.search", status: "denied" });
  });

  it("is denied to a key, whatever its scopes", async () => {
    const ctx = keyContext(workspace, "development", ["tasks:read", "projects:read"]);
    for (const [operation, input] of [
      [searchAuditLog, {}],
      [listAuditFacets, {}],
      [getAuditEvent, { eventId: UNKNOWN }],
    ] as const)
      expect(await refusalOf(invoke(operation as typeof searchAuditLog, ctx, input))).toMatchObject({
        code: "forbidden",
      });
  });

  it("never shows an event of another workspace", async () => {
    const marker = newId();
    await write({ reason: marker }, other);
    expect((await search({ query: marker })).items).toEqual([]);
    expect((await search({ query: marker }, auditor(other))).items).toHaveLength(1);
  });

  it("filters by each field alone and by all together", async () => {
    const mine = key();
    const wanted = await write({
      key: mine,
      tool: "create_task",
      action: "task.create",
      effect: "write",
      status: "error",
      errorCode: "conflict",
      environment: "staging",
      channel: "rest",
    });
    const noise = await write({ key: mine });
    const fields = {
      tool: "create_task",
      action: "task.create",
      status: "error",
      environment: "staging",
      channel: "rest",
    };
    for (const [field, value] of Object.entries(fields))
      expect(idsOf(await search({ credentialId: mine.id, [field]: value }))).toEqual([wanted.id]);
    expect(idsOf(await search({ ...fields, credentialName: mine.name.toUpperCase() }))).toEqual([wanted.id]);
    expect(idsOf(await search({ credentialId: mine.id })).toSorted()).toEqual([wanted.id, noise.id].toSorted());
  });

  it("finds free text in names, parameters, results, changes, reasons and request ids, word by word", async () => {
    const marker = `m${newId().slice(-10)}`;
    const mine = key(`client-${marker}`);
    const target = { type: "task", id: "1", label: null };
    const written = [
      await write({ params: { title: `100% ${marker}` } }),
      await write({ environment: "production", result: { deep: [{ title: marker }] } }),
      await write({
        environment: "production",
        changes: [{ target: { ...target, label: "x" }, before: { title: marker }, after: null }],
      }),
      await write({ reason: `because ${marker}` }),
      await write({ key: mine }),
      await write({ target: { ...target, label: `ACME-1 ${marker}` } }),
    ];
    // The searches themselves are events as well, with the text among their parameters.
    const find = async (query = "") => idsOf(await search({ query, channel: "mcp" }));
    expect((await find(marker.toUpperCase())).toSorted()).toEqual(written.map(({ id }) => id).toSorted());
    expect(await find(`100% ${marker}`)).toEqual([written[0]?.id]);
    expect(await find(`${marker.slice(0, -2)}*`)).toHaveLength(written.length);
    expect(await find(`"${marker} because"`)).toEqual([]);
    expect(await find(written[3]?.source.requestId)).toEqual([written[3]?.id]);
  });

  it("takes a range of time that includes its beginning and excludes its end", async () => {
    const mine = key();
    const at = (second: number) => new Date(Date.now() - 60_000 + second * 1000).toISOString();
    const moments = [at(0), at(1), at(2)];
    const written = [];
    for (const occurredAt of moments) written.push(await write({ key: mine, occurredAt }));
    const page = await search({ credentialId: mine.id, from: moments[0], to: moments[2] });
    expect(idsOf(page)).toEqual([written[1]?.id, written[0]?.id]);
  });

  it("hides what people merely looked at in the browser, but neither their writes nor their refusals", async () => {
    const mine = key();
    const common = { key: mine, channel: "browser", tool: null } as const;
    await write(common);
    const denied = await write({ ...common, status: "denied" });
    const change = await write({ ...common, effect: "write", action: "task.create" });
    const call = await write({ key: mine });
    const page = await search({ credentialId: mine.id, hidesBrowserReads: true });
    expect(idsOf(page).toSorted()).toEqual([denied.id, change.id, call.id].toSorted());
    expect((await search({ credentialId: mine.id })).items).toHaveLength(4);
  });

  it("walks to the end and back without losing or repeating an event, though new ones arrive and many share one moment", async () => {
    const mine = key();
    const occurredAt = new Date(Date.now() - 5_000).toISOString();
    for (let index = 0; index < 11; index++)
      await write({ key: mine, occurredAt: index < 6 ? occurredAt : new Date().toISOString() });
    const all = idsOf(await search({ credentialId: mine.id }));
    const pages: string[][] = [];
    let cursor: string | null = null;
    let last: Awaited<ReturnType<typeof search>>;
    do {
      last = await search({ credentialId: mine.id, limit: 4, ...(cursor && { cursor }) });
      pages.push(idsOf(last));
      if (pages.length === 1) await write({ key: mine });
      cursor = last.nextCursor;
    } while (cursor);
    expect(pages.flat()).toEqual(all);
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 3]);
    const back = await search({ credentialId: mine.id, limit: 4, cursor: last.previousCursor ?? "" });
    expect(idsOf(back)).toEqual(pages[1]);
    const first = await search({ credentialId: mine.id, limit: 4, cursor: back.previousCursor ?? "" });
    expect(idsOf(first)).toEqual(pages[0]);
    expect(first.previousCursor).not.toBeNull();
    const newest = await search({ credentialId: mine.id, limit: 4, cursor: first.previousCursor ?? "" });
    expect(newest.items).toHaveLength(1);
    expect(newest.previousCursor).toBeNull();
  });

  it.each([
    { limit: 0 },
    { limit: 501 },
    { status: "failed" },
    { channel: "smtp" },
    { environment: "test" },
    { credentialId: "x" },
    { from: "yesterday" },
    { query: "x".repeat(1001) },
    { query: "colour:red" },
    { query: "status:failed" },
    { cursor: "nonsense" },
    { cursor: encodeCursor({ at: "never", id: UNKNOWN, direction: "older" }) },
    { cursor: encodeCursor({ at: "infinity", id: UNKNOWN, direction: "older" }) },
    // JavaScript calls these dates; PostgreSQL doesn't.
    ...["1", "2026", "2026-01-01 (x)", "+275760-09-13T00:00:00Z", "0000-01-01T00:00:00Z"].map((at) => ({
      cursor: encodeCursor({ at, id: UNKNOWN, direction: "older" }),
    })),
    { from: "0000-01-01T00:00:00Z" },
    { to: "2026-01-01T00:00:00+23:59" },
    { from: `2026-01-01T00:00:00.${"1".repeat(300)}Z` },
    { sql: "1" },
  ])("refuses %j", async (input) => {
    expect(await refusalOf(invoke(searchAuditLog, auditor(), input))).toMatchObject({ code: "validation" });
  });
});

describe("audit.get", () => {
  it("finds an event by its id alone, of any age, and records the look", async () => {
    const written = await write({ params: { title: "Plan" }, foldedCount: 12 });
    const ctx = auditor();
    const { event } = await outputOf(invoke(getAuditEvent, ctx, { eventId: written.id }));
    expect(event).toMatchObject({ id: written.id, params: { title: "Plan" }, foldedCount: 12, durationMs: 1.25 });
    const [look] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(look).toMatchObject({ action: "audit.get", targetType: "audit_event", targetId: written.id });
  });

  it("answers the same for a foreign, a missing and a made-up event", async () => {
    const foreign = await write({}, other);
    const refusals = await Promise.all(
      [foreign.id, UNKNOWN, crypto.randomUUID(), newId(), "ffffffff-ffff-7fff-bfff-ffffffffffff"].map((eventId) =>
        refusalOf(invoke(getAuditEvent, auditor(), { eventId })),
      ),
    );
    expect(new Set(refusals.map(({ code, message }) => `${code} ${message}`)).size).toBe(1);
    expect(refusals[0]).toMatchObject({ code: "not_found" });
  });

  it("is denied to a member and refuses what is no id", async () => {
    const written = await write();
    const denied = refusalOf(invoke(getAuditEvent, userContext(workspace, "member"), { eventId: written.id }));
    expect(await denied).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(invoke(getAuditEvent, auditor(), { eventId: "1" }))).toMatchObject({ code: "validation" });
  });
});

describe("audit.list_facets", () => {
  const facets = (space = workspace) => outputOf(invoke(listAuditFacets, auditor(space), {}));

  it("lists what occurs in the workspace, indexed or not yet, each once, and nothing of another's", async () => {
    const indexed = key();
    await write({ key: indexed, tool: "search_tasks" });
    await indexWorkspace(workspace.id);
    const fresh = key();
    await write({ key: fresh, tool: "search_tasks" });
    const { values } = await facets();
    expect(values.tool?.filter((tool) => tool === "search_tasks")).toHaveLength(1);
    expect(values.key).toEqual(expect.arrayContaining([indexed.name, fresh.name]));
    expect((await facets(other)).values.key ?? []).not.toContain(fresh.name);
  });

  it("lists what recent events have of addresses, targets, reasons and requests, and nothing of another's", async () => {
    const space = await createTestWorkspace("Recent");
    const target = { type: "task", id: newId(), label: "LAU-7 Write the copy" };
    const long = `${"weekly planning, ".repeat(6)}with all of them`;
    const [seldom, often] = [await write({ target, ip: "192.0.2.7", reason: long }, space), { ip: "192.0.2.8" }];
    for (const reason of ["…", null, "clean-up"]) await write({ ...often, reason }, space);
    await indexWorkspace(space.id);
    const late = await write({ ip: "2001:db8::7" }, space);
    await write({ channel: "browser", ip: "192.0.2.99" }, space);
    const { values } = await facets(space);
    expect(values.ip).toEqual(["192.0.2.8", "2001:db8::7", "192.0.2.7"]);
    expect(values.target).toEqual(expect.arrayContaining(["task", "LAU-7 Write the copy"]));
    expect(values.reason).toEqual(
      expect.arrayContaining(["clean-up", expect.stringMatching(/^weekly planning, .*\S$/)]),
    );
    expect(values.reason?.every((reason) => reason.length <= 80 && reason !== "…")).toBe(true);
    expect(values.request?.[0]).toBe(late.source.requestId);
    expect(values.request).toContain(seldom.source.requestId);
    for (const field of ["ip", "target", "reason", "request"] as const) {
      for (const value of values[field] ?? []) {
        const { items } = await search({ query: withTerm("", field, value) }, auditor(space));
        expect(items.length, `${field}:${value}`).toBeGreaterThan(0);
      }
    }
    expect((await facets(other)).values.target ?? []).not.toContain("LAU-7 Write the copy");
  });

  it("is denied to a member and takes no input", async () => {
    const denied = refusalOf(invoke(listAuditFacets, userContext(workspace, "member"), {}));
    expect(await denied).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(invoke(listAuditFacets, auditor(), { days: 3 }))).toMatchObject({ code: "validation" });
  });
});

describe("audit.summarise", () => {
  const summary = (input: object, ctx: Context = auditor()) => outputOf(invoke(summariseAuditLog, ctx, input));

  it("counts what a search finds, by name and over time, whether it is indexed or not yet", async () => {
    const mine = key();
    const hourAgo = new Date(Date.now() - HOUR_MS).toISOString();
    await write({ key: mine, tool: "get_task", occurredAt: hourAgo }, indexedSpace);
    await write({ key: mine, tool: "get_task", status: "error" }, indexedSpace);
    await indexWorkspace(indexedSpace.id);
    await write({ key: mine, tool: "create_task" }, indexedSpace);
    const from = new Date(Date.now() - 4 * HOUR_MS).toISOString();
    const ctx = auditor(indexedSpace);
    for (const days of [0.5, 5]) {
      const to = new Date(Date.now() + 60_000).toISOString();
      const since = new Date(Date.parse(from) - days * DAY_MS).toISOString();
      const found = await summary({ query: `key:${mine.name}`, from: since, to }, ctx);
      expect(found).toMatchObject({ count: 3, isCapped: false });
      expect(found.facets.tool).toEqual([
        { value: "get_task", count: 2 },
        { value: "create_task", count: 1 },
      ]);
      expect(found.histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
      const tools = await summary({ query: "tool:get_task,create_task", from: since, to }, ctx);
      expect(tools.histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    }
  });

  it("is denied to a member, and refuses a query that can't be understood", async () => {
    const denied = refusalOf(invoke(summariseAuditLog, userContext(workspace, "member"), {}));
    expect(await denied).toMatchObject({ code: "forbidden" });
    const refused = await refusalOf(invoke(summariseAuditLog, auditor(), { query: "colour:red" }));
    expect(refused).toMatchObject({ code: "validation" });
  });

  it("says that nothing was ever recorded in an environment or on a channel, not that a word isn't there", async () => {
    const fresh = await createTestWorkspace("Fresh");
    const isUnused = async (query: string, more = {}) =>
      (await summary({ query, hidesBrowserReads: true, ...more }, auditor(fresh))).isUnused;
    expect(await isUnused("env:production channel:mcp")).toBe(true);
    expect(await isUnused("env:production acme")).toBe(false);
    expect(await isUnused("-env:production")).toBe(false);
    const occurredAt = new Date(Date.now() - 2 * DAY_MS).toISOString();
    await write({ environment: "production", occurredAt }, fresh);
    const from = new Date(Date.now() - DAY_MS).toISOString();
    expect(await isUnused("env:production", { from })).toBe(false);
    expect(await isUnused("env:staging", { from })).toBe(true);
  });

  it("never counts an event of another workspace", async () => {
    const mine = key();
    await write({ key: mine }, other);
    expect(await summary({ query: `key:${mine.name}` })).toMatchObject({ count: 0 });
  });
});

describe("what a key without the permission tried", () => {
  it("stands in the log as denied, with the tool and the reason", async () => {
    const ctx = keyContext(workspace, "development", [], "get_task");
    await refusalOf(invoke(getTask, ctx, { taskId: "ACME-1" }));
    const { items } = await search({ credentialId: idOf(ctx) });
    expect(items).toMatchObject([
      { status: "denied", tool: "get_task", errorCode: "forbidden", errorReason: "missing_permission" },
    ]);
  });
});
