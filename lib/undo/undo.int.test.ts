import { beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  listChanges,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { addMember, removeMember } from "#lib/members/index.ts";
import { createProject, updateProject } from "#lib/projects/index.ts";
import { createTask, deleteTask, updateTask } from "#lib/tasks/index.ts";
import { freezeWrites } from "#lib/write-freeze/index.ts";
import { revertChanges } from "./index.ts";

let workspace: TestWorkspace;
let key: Context;
let projectId: string;

beforeEach(async () => {
  workspace = await createTestWorkspace("Undo");
  key = keyContext(workspace, "staging", SCOPES);
  projectId = (await outputOf(invoke(createProject, person(), { name: "Acme", key: "ACM" }))).project.id;
});

const person = () => userContext(workspace, "member", "staging");
/** A call of the key's own, with a request id to find it by. */
const call = (): Context => ({ ...key, source: { ...key.source, requestId: newId() } });
const newTask = async (input: object = {}, ctx: Context = call()) =>
  (await outputOf(invoke(createTask, ctx, { projectId, title: "Plan", ...input }))).task;
async function eventOf(outcome: Promise<object>): Promise<string> {
  const done = await outcome;
  return "auditEventId" in done ? String(done.auditEventId) : "";
}
const revert = (of: object, options: object = {}) => outputOf(invoke(revertChanges, person(), { of, ...options }));
async function preview(of: object) {
  const outcome = await invoke(revertChanges, person(), { of, conflicts: "skip" }, { mode: "dry_run" });
  if (outcome.status !== "dry_run") throw new Error(outcome.status);
  return outcome.output;
}
const rowOf = async (table: "tasks" | "projects" | "comments", id: string) =>
  (await superuserSql()`select to_jsonb(t) as row from ${superuserSql()(table)} t where id = ${id}`)[0]?.row as
    | Record<string, unknown>
    | undefined;
const changesOf = async (id: string) => (await listChanges(workspace)).filter((change) => change.target_id === id);
/** A row but for what moves on with every change. */
function still(row: Record<string, unknown> | undefined) {
  if (row === undefined) return undefined;
  const { version: _v, updated_at: _u, ...rest } = row;
  return rest;
}

describe("reverting one call", () => {
  it("gives an update's fields back and no others, moves the version on, and is on record with its changes", async () => {
    const task = await newTask({ labels: ["a"], priority: "low" });
    const before = await rowOf("tasks", task.id);
    const wanted = { taskId: task.id, version: 1, status: "done", labels: ["b"], dueOn: "2026-12-01" };
    const eventId = await eventOf(invoke(updateTask, call(), wanted));
    await invoke(updateTask, person(), { taskId: task.id, version: 2, title: "Plan B" });
    const ctx = person();
    const { items, counts } = await outputOf(invoke(revertChanges, ctx, { of: { eventId } }, { reason: "Wrong" }));
    expect(counts).toEqual({ reverted: 1, nothing: 0, skipped: 0, conflict: 0 });
    expect(items[0]).toMatchObject({ kind: "update", outcome: "reverted", becomes: { status: "todo", labels: ["a"] } });
    const after = await rowOf("tasks", task.id);
    expect(still(after)).toEqual({ ...still(before), title: "Plan B" });
    expect(after).toMatchObject({ version: 4 });
    const changes = await changesOf(task.id);
    expect(changes.at(-1)).toMatchObject({ action: "undo.revert", reason: "Wrong", after: { status: "todo" } });
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "undo.revert", status: "success", effect: "write" },
    ]);
  });

  it("brings a deleted task back under its id and number, with its comments, above every version that was read", async () => {
    const task = await newTask({ description: "Long", assigneeId: workspace.users.member.id });
    await invoke(addComment, person(), { taskId: task.id, body: "One" });
    await invoke(addComment, call(), { taskId: task.id, body: "Two" });
    const [before] = await Promise.all([rowOf("tasks", task.id)]);
    const comments = await superuserSql()`select * from comments where task_id = ${task.id} order by id`;
    const eventId = await eventOf(invoke(deleteTask, call(), { taskId: task.id }));
    expect(await rowOf("tasks", task.id)).toBeUndefined();
    expect((await revert({ eventId })).counts.reverted).toBe(3);
    const after = await rowOf("tasks", task.id);
    expect(still(after)).toEqual(still(before));
    expect(after?.version).toBeGreaterThan(Number(before?.version));
    expect(await superuserSql()`select * from comments where task_id = ${task.id} order by id`).toEqual(comments);
  });

  it("takes a creation back, which can be taken back itself", async () => {
    const ctx = call();
    const eventId = await eventOf(invoke(createTask, ctx, { projectId, title: "Plan", status: "done" }));
    const [{ id } = { id: "" }] = await superuserSql()<{ id: string }[]>`
      select id from tasks where workspace_id = ${workspace.id}`;
    const before = await rowOf("tasks", id);
    const undone = await eventOf(invoke(revertChanges, person(), { of: { eventId } }));
    expect(await rowOf("tasks", id)).toBeUndefined();
    await revert({ eventId: undone });
    const after = await rowOf("tasks", id);
    expect(still(after)).toEqual(still(before));
    expect(after).toMatchObject({ version: 2 });
  });

  it("restores a project's archive to the moment", async () => {
    await invoke(updateProject, person(), { projectId, version: 1, isArchived: true });
    const before = await rowOf("projects", projectId);
    const eventId = await eventOf(
      invoke(updateProject, person(), { projectId, version: 2, isArchived: false, name: "B" }),
    );
    await revert({ eventId });
    expect(still(await rowOf("projects", projectId))).toEqual(still(before));
  });

  it("of one change takes back that one, and for a deletion what it took along", async () => {
    const task = await newTask();
    await invoke(addComment, person(), { taskId: task.id, body: "One" });
    await invoke(deleteTask, call(), { taskId: task.id });
    const change = (await changesOf(task.id)).find(({ action }) => action === "task.delete");
    expect((await revert({ changeId: change?.id })).items.map(({ target }) => target.type)).toEqual([
      "task",
      "comment",
    ]);
  });

  it("says of what is as it was already that there is nothing to do", async () => {
    const task = await newTask();
    const eventId = await eventOf(invoke(updateTask, call(), { taskId: task.id, version: 1, title: "B" }));
    await revert({ eventId });
    expect((await revert({ eventId })).counts).toMatchObject({ reverted: 0, nothing: 1 });
    expect(await rowOf("tasks", task.id)).toMatchObject({ version: 3 });
  });

  it("goes on while writes are frozen: that is what a freeze is made for", async () => {
    const task = await newTask();
    const eventId = await eventOf(invoke(updateTask, call(), { taskId: task.id, version: 1, title: "B" }));
    await invoke(freezeWrites, userContext(workspace, "admin", null), { scope: "workspace", note: "Wait" });
    expect((await revert({ eventId })).counts.reverted).toBe(1);
  });
});

describe("a preview", () => {
  it("is the same work rolled back, and the revert is refused when something else would happen by now", async () => {
    const task = await newTask();
    const eventId = await eventOf(
      invoke(updateTask, call(), { taskId: task.id, version: 1, title: "B", priority: "low" }),
    );
    const { digest, items } = await preview({ eventId });
    expect(items).toMatchObject([{ now: { title: "B" }, becomes: { title: "Plan" } }]);
    expect(await rowOf("tasks", task.id)).toMatchObject({ version: 2, title: "B" });
    await invoke(updateTask, person(), { taskId: task.id, version: 2, title: "Plan", priority: "none" });
    const error = await refusalOf(invoke(revertChanges, person(), { of: { eventId }, digest }));
    expect(error).toMatchObject({ code: "preview_stale", details: { reason: "revert_changed" } });
    await invoke(updateTask, person(), { taskId: task.id, version: 3, title: "B", priority: "low" });
    expect((await revert({ eventId }, { digest })).counts.reverted).toBe(1);
  });
});

describe("conflicts", () => {
  async function conflictOf(of: object, reason: string) {
    const { items, counts } = await preview(of);
    expect(items.map(({ conflict }) => conflict)).toContain(reason);
    expect(await refusalOf(invoke(revertChanges, person(), { of }))).toMatchObject({
      code: "conflict",
      details: { reason: "revert_conflicts", current: { counts } },
    });
    const skip = items.filter(({ outcome }) => outcome === "conflict").map(({ changeId }) => changeId);
    expect((await revert(of, { skip })).counts).toMatchObject({ conflict: 0, skipped: skip.length });
  }

  it("are what was changed since, or is gone", async () => {
    const task = await newTask();
    const eventId = await eventOf(invoke(updateTask, call(), { taskId: task.id, version: 1, title: "B" }));
    await invoke(updateTask, person(), { taskId: task.id, version: 2, title: "C" });
    await conflictOf({ eventId }, "changed_since");
    expect(await rowOf("tasks", task.id)).toMatchObject({ title: "C", version: 3 });
    await invoke(deleteTask, person(), { taskId: task.id });
    await conflictOf({ eventId }, "gone");
  });

  it("are what would take others' comments along, or tasks", async () => {
    const project = await eventOf(invoke(createProject, call(), { name: "New", key: "NEW" }));
    const created = await eventOf(invoke(createTask, call(), { projectId: "NEW", title: "Plan" }));
    await invoke(addComment, person(), { taskId: "NEW-1", body: "Mine" });
    await conflictOf({ eventId: project }, "has_tasks");
    await conflictOf({ eventId: created }, "has_comments");
  });

  it("are what would refer to what is gone: a project, a task, a person", async () => {
    const project = await eventOf(invoke(createProject, call(), { name: "New", key: "NEW" }));
    const task = await newTask({ projectId: "NEW" });
    const comment = await eventOf(invoke(addComment, call(), { taskId: task.id, body: "One" }));
    await revert({ eventId: comment });
    const uncommented = (await listChanges(workspace)).findLast(({ action }) => action === "undo.revert");
    const deleted = await eventOf(invoke(deleteTask, call(), { taskId: task.id }));
    await conflictOf({ changeId: uncommented?.id }, "parent_gone");
    await revert({ eventId: project });
    await conflictOf({ eventId: deleted }, "parent_gone");
    const owner = userContext(workspace, "owner", null);
    const input = { email: `guest-${newId()}@example.com`, name: "Guest", role: "member" };
    const guest = (await outputOf(invoke(addMember, owner, input))).member;
    const given = await newTask({ assigneeId: guest.id });
    const taken = await eventOf(invoke(updateTask, call(), { taskId: given.id, version: 1, assigneeId: null }));
    await invoke(removeMember, owner, { userId: guest.id });
    await conflictOf({ eventId: taken }, "assignee_gone");
  });
});

describe("who may", () => {
  it("is refused for credentials, auditors, strangers, other environments, and nonsense; nothing changes", async () => {
    const task = await newTask();
    const eventId = await eventOf(invoke(updateTask, call(), { taskId: task.id, version: 1, title: "B" }));
    const of = { eventId };
    const refused = async (ctx: Context, input: object = { of }) =>
      (await refusalOf(invoke(revertChanges, ctx, input))).details.reason;
    expect(await refused(call())).toBe("missing_permission");
    expect(await refused(userContext(workspace, "auditor", "staging"))).toBe("missing_permission");
    expect(await refused(userContext(workspace, "owner", "production"))).toBe("change_not_found");
    const other = await createTestWorkspace("Other");
    expect(await refused(userContext(other, "owner", "staging"))).toBe("change_not_found");
    for (const bad of [{}, { of: { eventId: "x" } }, { of: { ...of, changeId: newId() } }, { of, skip: ["x"] }]) {
      expect((await refusalOf(invoke(revertChanges, person(), bad))).code).toBe("validation");
    }
    expect(await rowOf("tasks", task.id)).toMatchObject({ title: "B", version: 2 });
  });
});
