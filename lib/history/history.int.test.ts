import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, deleteTask, updateTask } from "#lib/tasks/index.ts";
import { listHistory } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

const member = () => userContext(workspace, "member");
const newTask = () =>
  outputOf(invoke(createTask, member(), { projectId: "ACM", title: "Plan" })).then(({ task }) => task.id);
const historyOf = (targetId: string, input: object = {}) =>
  outputOf(invoke(listHistory, member(), { targetType: "task", targetId, ...input }));

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
  await invoke(createProject, member(), { name: "Acme", key: "ACM" });
});

describe("history.list", () => {
  it("tells who changed what by which way, newest first, with the task's comments", async () => {
    const taskId = await newTask();
    const scopes = ["tasks:write", "comments:write"] as const;
    const update = keyContext(workspace, "development", scopes, "update_task");
    const done = await invoke(
      updateTask,
      update,
      { taskId, version: 1, title: "Plan B" },
      { reason: "weekly planning" },
    );
    await invoke(addComment, keyContext(workspace, "development", scopes, "add_comment"), { taskId, body: "Moved" });
    await newTask();
    const { items } = await historyOf(taskId);
    expect(items.map(({ action }) => action)).toEqual(["comment.add", "task.update", "task.create"]);
    expect(items[1]).toMatchObject({
      channel: "mcp",
      tool: "update_task",
      environment: "development",
      actor: { kind: "api_key", name: "claude-desktop-test" },
      credential: { name: "claude-desktop-test", hint: "pst_test…0000" },
      reason: "weekly planning",
      before: { title: "Plan" },
      after: { title: "Plan B" },
      auditEventId: done.status === "done" ? done.auditEventId : null,
    });
    expect(items[2]).toMatchObject({ channel: "browser", tool: null, credential: null, before: null });
  });

  it("pages, and outlives its target", async () => {
    const taskId = await newTask();
    for (let version = 1; version <= 3; version++) {
      await invoke(updateTask, member(), { taskId, version, title: `Plan ${version}` });
    }
    await invoke(deleteTask, member(), { taskId });
    const first = await historyOf(taskId, { limit: 3 });
    const second = await historyOf(taskId, { limit: 3, cursor: first.nextCursor });
    const actions = [...first.items, ...second.items].map(({ action }) => action);
    expect(actions).toEqual(["task.delete", "task.update", "task.update", "task.update", "task.create"]);
    expect(second.nextCursor).toBeNull();
  });

  it("refuses bad input, missing permission and strangers", async () => {
    const targetId = await newTask();
    const input = { targetType: "task", targetId };
    for (const bad of [
      { ...input, targetType: "user" },
      { ...input, targetId: "ACM-1" },
      { ...input, cursor: "x" },
    ]) {
      expect((await refusalOf(invoke(listHistory, member(), bad))).code).toBe("validation");
    }
    const key = keyContext(workspace, "development", ["projects:read"]);
    expect((await refusalOf(invoke(listHistory, key, input))).code).toBe("forbidden");
    const strangers = [userContext(other, "owner"), userContext(workspace, "owner", "production")];
    for (const ctx of strangers) expect((await refusalOf(invoke(listHistory, ctx, input))).code).toBe("not_found");
  });
});
