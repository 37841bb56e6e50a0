import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestWorkspace, type TestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey, type Key, sendMessage } from "#db/testing/mcp-calls.ts";
import { statementsOf } from "#db/testing/statements.ts";
import { drainLastUsed } from "#lib/api-keys/index.ts";
import { tools } from "./tools.ts";

let workspace: TestWorkspace;
/** Of staging, where writes happen at once, and of production, where they wait. */
let key: Key;
let live: Key;

const reason = "to count";
const newTask = { project_id: "WEB", title: "Another", reason };

beforeAll(async () => {
  // Once a minute a key's use is written down: here no minute passes.
  vi.useFakeTimers({ toFake: ["Date"] });
  workspace = await createTestWorkspace("Acme");
  key = await createKey(workspace);
  live = await createKey(workspace, { environment: "production" });
  const project = { name: "Website", key: "WEB", reason };
  await callTool(key.token, "create_project", project);
  const waiting = await callTool(live.token, "create_project", project);
  await callTool(live.token, "confirm_write", { token: waiting.structuredContent?.confirm_token, phrase: "CONFIRM" });
  for (let task = 1; task <= 3; task++) await callTool(key.token, "create_task", newTask);
  await drainLastUsed();
});
afterAll(() => vi.useRealTimers());

/** The token of a write of production that waits, another one each time. */
async function ask(): Promise<unknown> {
  const title = `Waits ${performance.now()}`;
  return (await callTool(live.token, "create_task", { ...newTask, title })).structuredContent?.confirm_token;
}

interface Call {
  readonly args?: () => object | Promise<object>;
  readonly by?: () => Key;
  /** The first words of the statements between the look-up of the key and the end. */
  readonly sends: string;
}

/** A transaction with so many reads, and the event. */
const reads = (count: number) => `begin select ${"select ".repeat(count)}commit select`;
/** What a write asks ahead of its work beside what the work asks, and its record with the last looks. */
const writes = (work: string) => `begin select ${work} insert insert select select commit`;

const TOOLS: Readonly<Record<string, Call>> = {
  whoami: { sends: reads(1) },
  get_policy: { sends: reads(1) },
  list_members: { sends: reads(1) },
  list_projects: { sends: reads(1) },
  get_project: { args: () => ({ project_id: "WEB" }), sends: reads(1) },
  create_project: { args: () => ({ name: "Shop", key: "SHP", reason }), sends: writes("select select insert") },
  list_tasks: { args: () => ({ project_id: "WEB" }), sends: reads(2) },
  search_tasks: { args: () => ({ query: "another" }), sends: reads(1) },
  get_task: { args: () => ({ task_id: "WEB-1" }), sends: reads(1) },
  create_task: { args: () => newTask, sends: writes("select select select with") },
  update_task: {
    args: () => ({ task_id: "WEB-1", version: 1, title: "First", reason }),
    sends: writes("select select select select update"),
  },
  complete_task: { args: () => ({ task_id: "WEB-2", reason }), sends: writes("select select select select update") },
  delete_task: {
    args: () => ({ task_id: "WEB-3", reason }),
    sends: writes("select select select select select delete"),
  },
  list_comments: { args: () => ({ task_id: "WEB-1" }), sends: reads(2) },
  add_comment: {
    args: () => ({ task_id: "WEB-1", body: "Hello", reason }),
    sends: writes("select select select select insert"),
  },
  list_pending_writes: { by: () => live, sends: reads(2) },
  confirm_write: {
    by: () => live,
    args: async () => ({ token: await ask(), phrase: "CONFIRM" }),
    sends: writes("select select select update select with select"),
  },
  cancel_write: {
    by: () => live,
    args: async () => ({ token: await ask() }),
    sends: "begin select select update insert select commit",
  },
};

const METHODS: Readonly<Record<string, { readonly params?: Record<string, unknown>; readonly sends: string }>> = {
  "server/discover": { sends: "select" },
  "tools/list": { sends: "select" },
  "prompts/list": { sends: "select" },
  "prompts/get": { params: { name: "weekly_planning", arguments: { project_id: "WEB" } }, sends: reads(2) },
  "resources/list": { sends: reads(1) },
  "resources/templates/list": { sends: "select" },
  "resources/read": { params: { uri: "postern://tasks/WEB-1" }, sends: reads(1) },
  "completion/complete": {
    params: {
      ref: { type: "ref/resource", uri: "postern://tasks/{task_id}" },
      argument: { name: "task_id", value: "web" },
    },
    sends: reads(1),
  },
};

/** The first is the look-up of the key. */
const inWords = ([, ...sent]: readonly string[]) => sent.join(" ");

describe("what a call asks of the database: each statement is a cost of every call, so a new one needs a reason", () => {
  it("is pinned for every tool", () => {
    expect(Object.keys(TOOLS)).toEqual([...tools().keys()]);
  });

  it.each(Object.entries(TOOLS))("%s", async (name, { args = () => ({}), by = () => key, sends }) => {
    const given = { ...(await args()) };
    let isError: boolean | undefined;
    const sent = await statementsOf(async () => {
      ({ isError = false } = await callTool(by().token, name, given));
    });
    expect([isError, inWords(sent)]).toEqual([false, sends]);
  });

  it.each(Object.entries(METHODS))("%s", async (method, { params = {}, sends }) => {
    const headers: Record<string, string> = typeof params.uri === "string" ? { "mcp-name": params.uri } : {};
    let status = 0;
    const sent = await statementsOf(async () => {
      ({ status } = await sendMessage(key.token, method, params, { headers }));
    });
    expect([status, inWords(sent)]).toEqual([200, sends]);
  });

  it("a preview: what the write does, taken back, and the waiting write with its event", async () => {
    const held = "begin select select select select insert insert commit";
    expect(inWords(await statementsOf(ask))).toBe(`begin select select select select with rollback ${held}`);
  });

  it("a dry run: what the write does, taken back, and the event", async () => {
    const sent = await statementsOf(() => callTool(key.token, "create_task", { ...newTask, dry_run: true }));
    expect(inWords(sent)).toBe("begin select select select with rollback select");
  });

  it("an idempotency key: its reservation, and the answer that is kept", async () => {
    const call = () => callTool(key.token, "create_task", { ...newTask, idempotency_key: "one" });
    expect(inWords(await statementsOf(call))).toBe(
      "begin select select select insert select with insert insert select select update commit",
    );
  });

  it("several get_task that arrive together share the look-up, the transaction and the events", async () => {
    const sent = await statementsOf(() =>
      Promise.all(Array.from({ length: 8 }, () => callTool(key.token, "get_task", { task_id: "WEB-1" }))),
    );
    expect(sent.filter((text) => text === "begin").length).toBeLessThan(8);
  });

  it("calls that arrive together share the look-up of the key, and the events", async () => {
    const sent = await statementsOf(() =>
      Promise.all(Array.from({ length: 4 }, () => sendMessage(key.token, "tools/list"))),
    );
    expect(sent.length).toBeLessThan(8);
  });
});
