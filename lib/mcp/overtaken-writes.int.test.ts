import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key, type Reply, sendMessage } from "#db/testing/mcp-calls.ts";
import { approvePendingWrite } from "#lib/approvals/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject, updateProject } from "#lib/projects/index.ts";
import { completeTask, createTask, deleteTask, updateTask } from "#lib/tasks/index.ts";

const reason = "weekly planning";
const phrase = "CONFIRM";
let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Overtaken writes");
  key = await createKey(workspace, { environment: "production" });
  await outputOf(invoke(createProject, person(), { name: "Acme", key: "ACM" }));
});

const person = () => userContext(workspace, "owner", "production");
const call = (tool: string, args: object, more: object = {}) =>
  sendMessage(key.token, "tools/call", { name: tool, arguments: { ...args }, ...more });
const newTask = async () => (await outputOf(invoke(createTask, person(), { projectId: "ACM", title: "Plan" }))).task;
const moveOn = (taskId: string, title = "Moved on") =>
  outputOf(invoke(updateTask, person(), { taskId, version: 1, title }));
const rowOf = async (id: string) =>
  (await superuserSql()`select title, status, version from tasks where id = ${id}`)[0];
const stateOf = async (id: unknown) =>
  (await superuserSql()`select status from pending_writes where id = ${String(id)}`)[0]?.status;
const eventsOf = ({ requestId }: Reply) => listAuditEvents(workspace, requestId);

interface Told {
  readonly reason?: string;
  readonly message?: string;
  readonly current?: { readonly confirm_token?: string; readonly pending_write_id?: string };
}
const errorOf = ({ json }: Reply) =>
  (JSON.parse(json?.result?.content?.[1]?.text ?? "{}") as { error?: Told }).error ?? {};

async function ask(tool: string, args: object) {
  const { structuredContent } = await callTool(key.token, tool, { reason, ...args });
  return { token: String(structuredContent?.confirm_token), id: structuredContent?.pending_write_id };
}

const BY_VERSION = [
  ["update_task", { priority: "high" }, { priority: "high" }],
  ["complete_task", {}, { status: "done" }],
] as const;

describe("a write that was asked for with a version, which is another by now", () => {
  it.each(BY_VERSION)("%s is shown as it would be now, and done when that is confirmed", async (tool, args, after) => {
    const task = await newTask();
    const { token, id } = await ask(tool, { task_id: task.id, version: 1, ...args });
    await moveOn(task.id);
    const reply = await call("confirm_write", { token, phrase });
    expect(await eventsOf(reply)).toMatchObject([
      { action: "pending_write.confirm", status: "error", errorCode: "preview_stale", errorReason: "preview_stale" },
    ]);
    const { current, ...told } = errorOf(reply);
    expect(told.reason).toBe("preview_stale");
    expect(current).toMatchObject({
      status: "confirmation_required",
      phrase,
      preview: { changes: [{ target: { label: expect.stringContaining("Moved on") }, after }], left: 0 },
    });
    expect([await stateOf(id), await stateOf(current?.pending_write_id)]).toEqual(["stale", "pending"]);
    expect(await rowOf(task.id)).toMatchObject({ title: "Moved on", version: 2 });
    const listed = await callTool(key.token, "list_pending_writes", { limit: 2 });
    expect(listed.structuredContent).toMatchObject({
      items: [
        { status: "pending", confirm_token: current?.confirm_token },
        { status: "stale", confirm_token: null },
      ],
    });
    const done = await call("confirm_write", { token: current?.confirm_token, phrase });
    expect(done.json?.result).toMatchObject({ structuredContent: { status: "done", tool } });
    expect(await rowOf(task.id)).toMatchObject({ title: "Moved on", version: 3 });
    expect(errorOf(await call("confirm_write", { token, phrase })).reason).toBe("confirm_token_stale");
  });

  it("needs a new approval, after an approval of what is no longer so", async () => {
    const task = await newTask();
    const { token, id } = await ask("delete_task", { task_id: task.id, version: 1 });
    const admin = userContext(workspace, "admin", null);
    await outputOf(invoke(approvePendingWrite, admin, { pendingWriteId: String(id) }));
    await moveOn(task.id);
    const { current, ...told } = errorOf(await call("confirm_write", { token }));
    expect(told.reason).toBe("preview_stale");
    expect(current).toMatchObject({ status: "approval_required", is_approved: false });
    expect(await stateOf(id)).toBe("stale");
    const early = await call("confirm_write", { token: current?.confirm_token });
    expect(errorOf(early).reason).toBe("approval_pending");
    expect(await rowOf(task.id)).toBeDefined();
  });

  it("is shown anew to its user's own window as well, and recorded as the answer's refusal", async () => {
    const task = await newTask();
    const args = { task_id: task.id, version: 1, title: "Mine", reason };
    const capabilities = { _meta: { "io.modelcontextprotocol/clientCapabilities": { elicitation: {} } } };
    const asked = await call("update_task", args, capabilities);
    const { requestState } = (asked.json?.result ?? {}) as { requestState?: string };
    await moveOn(task.id);
    const inputResponses = { confirm: { action: "accept", content: { confirmation: phrase } } };
    const reply = await call("update_task", args, { ...capabilities, requestState, inputResponses });
    expect(errorOf(reply)).toMatchObject({
      reason: "preview_stale",
      current: { preview: { changes: [{ before: { title: "Moved on" }, after: { title: "Mine" } }] } },
    });
    expect(await eventsOf(reply)).toMatchObject([
      { action: "pending_write.answer", tool: "update_task", errorReason: "preview_stale" },
    ]);
    expect(await rowOf(task.id)).toMatchObject({ title: "Moved on" });
  });

  it("says so in a dry run, which leaves the token as it is and stores nothing", async () => {
    const task = await newTask();
    const { token, id } = await ask("update_task", { task_id: task.id, version: 1, title: "Mine" });
    await moveOn(task.id);
    const reply = await call("confirm_write", { token, phrase, dry_run: true });
    const { current, ...told } = errorOf(reply);
    expect(told.reason).toBe("preview_stale");
    expect(current).toMatchObject({ preview: { changes: [{ after: { title: "Mine" } }] } });
    expect(current?.confirm_token).toBeUndefined();
    expect(await eventsOf(reply)).toMatchObject([{ errorReason: "preview_stale" }]);
    expect(await stateOf(id)).toBe("pending");
    const stored = await superuserSql()`select 1 from pending_writes where input ->> 'taskId' = ${task.id}`;
    expect(stored).toHaveLength(1);
  });
});

describe("a write whose change somebody else has made in the meantime", () => {
  const BOTH = [
    ["without a version", {}],
    ["with one", { version: 1 }],
  ] as const;
  it.each(BOTH)("ends as done without a change, %s", async (_, version) => {
    const task = await newTask();
    const { token, id } = await ask("complete_task", { task_id: task.id, ...version });
    await outputOf(invoke(completeTask, person(), { taskId: task.id }));
    const reply = await call("confirm_write", { token, phrase });
    expect(reply.json?.result).toMatchObject({ structuredContent: { status: "done", changes: [] } });
    expect(await stateOf(id)).toBe("executed");
    expect(await rowOf(task.id)).toMatchObject({ status: "done", version: 2 });
  });

  it("ends so at the version of now too, and its idempotency key has the answer", async () => {
    const task = await newTask();
    const args = { task_id: task.id, version: 1, title: "Same", reason, idempotency_key: newId() };
    const { token } = await ask("update_task", args);
    await moveOn(task.id, "Same");
    const reply = await call("confirm_write", { token, phrase });
    expect(reply.json?.result).toMatchObject({ structuredContent: { status: "done", changes: [] } });
    const repeated = await call("update_task", args);
    expect(repeated.json?.result).toMatchObject({ structuredContent: { status: "done", task: { title: "Same" } } });
  });
});

describe("a write that the data does not allow any more", () => {
  it("is ended, and says why: its task is gone", async () => {
    const task = await newTask();
    const { token, id } = await ask("update_task", { task_id: task.id, version: 1, title: "Mine" });
    await outputOf(invoke(deleteTask, person(), { taskId: task.id }));
    const tried = await call("confirm_write", { token, phrase, dry_run: true });
    expect(errorOf(tried)).toMatchObject({
      reason: "write_overtaken",
      message: expect.stringContaining("can't happen any more"),
    });
    expect(await stateOf(id)).toBe("pending");
    const reply = await call("confirm_write", { token, phrase });
    expect(errorOf(reply)).toMatchObject({
      reason: "write_overtaken",
      message: expect.stringContaining("nothing was written"),
    });
    expect(errorOf(reply).current).toBeUndefined();
    expect(await eventsOf(reply)).toMatchObject([
      { action: "pending_write.confirm", errorCode: "preview_stale", errorReason: "write_overtaken" },
    ]);
    expect(await stateOf(id)).toBe("stale");
    expect(errorOf(await call("confirm_write", { token, phrase })).reason).toBe("confirm_token_stale");
  });

  it("is ended, and says why: its project was archived", async () => {
    const { project } = await outputOf(invoke(createProject, person(), { name: "Closing", key: "CLS" }));
    const { token, id } = await ask("create_task", { project_id: "CLS", title: "Late" });
    await outputOf(invoke(updateProject, person(), { projectId: project.id, version: 1, isArchived: true }));
    const { message, ...told } = errorOf(await call("confirm_write", { token, phrase }));
    expect(told.reason).toBe("write_overtaken");
    expect(message).toContain("The project CLS is archived");
    expect(await stateOf(id)).toBe("stale");
  });
});
