import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, type TestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey, type Key, sendMessage } from "#db/testing/mcp-calls.ts";
import { statementsOf } from "#db/testing/statements.ts";
import { drainLastUsed } from "#lib/api-keys/index.ts";

let workspace: TestWorkspace;
let key: Key;

const newTask = { project_id: "WEB", title: "Another", reason: "to count" };

beforeAll(async () => {
  workspace = await createTestWorkspace("Acme");
  key = await createKey(workspace);
  await callTool(key.token, "create_project", { name: "Website", key: "WEB" });
  await callTool(key.token, "create_task", newTask);
  // Once a minute a key's use is written down.
  await drainLastUsed();
});

describe("what a call asks of the database: each statement is a cost of every call, so a new one needs a reason", () => {
  it("tools/list: the key, and the event", async () => {
    const sent = await statementsOf(() => sendMessage(key.token, "tools/list"));
    expect(sent).toEqual(["select", "select"]);
  });

  it("get_task: the key, a transaction with one read, and the event", async () => {
    const sent = await statementsOf(() => callTool(key.token, "get_task", { task_id: "WEB-1" }));
    expect(sent).toEqual(["select", "begin", "select", "select", "commit", "select"]);
  });

  it("create_task: the key, what it depends on, the task with its number, and the record with the last looks", async () => {
    const sent = await statementsOf(() => callTool(key.token, "create_task", newTask));
    const asked = ["begin", "select", "select", "select", "select"];
    expect(sent).toEqual(["select", ...asked, "with", "insert", "insert", "select", "select", "commit"]);
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
