import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key } from "#db/testing/mcp-calls.ts";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { addComment } from "#lib/comments/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, updateTask } from "#lib/tasks/index.ts";
import { revertChanges, revertCredential } from "./index.ts";

const START = "2026-01-01T00:00:00Z";
let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Undo");
  await invoke(createProject, person(), { name: "Acme", key: "ACM" });
});
beforeEach(async () => {
  key = await createKey(workspace);
});

const person = () => userContext(workspace, "member", "staging");
const admin = () => userContext(workspace, "admin", "staging");
const tool = (name: string, args: object) => callTool(key.token, name, { ...args });
const newTask = async (title = "Plan") =>
  (await outputOf(invoke(createTask, person(), { projectId: "ACM", title }))).task.id;
const update = async (ctx: Context, taskId: string, fields: object) => {
  const [row] = await superuserSql()<{ version: number }[]>`select version from tasks where id = ${taskId}`;
  await outputOf(invoke(updateTask, ctx, { taskId, version: row?.version ?? 0, ...fields }));
};
const revertKey = (options: object = {}, ctx = admin()) =>
  invoke(revertCredential, ctx, { credentialId: key.id, since: START, ...options });
/** Every row of the workspace's project data, but for what moves on with every change. */
const rows = () => superuserSql()`
  select to_jsonb(p) - 'version' - 'updated_at' - 'next_task_number' as row from projects p where workspace_id = ${workspace.id}
  union all select to_jsonb(t) - 'version' - 'updated_at' from tasks t where workspace_id = ${workspace.id}
  union all select to_jsonb(c) from comments c where workspace_id = ${workspace.id} order by 1`;

describe("reverting all changes of a key", () => {
  it("tells how far it has come, in a preview as well; nobody else sees any of it before the end", async () => {
    for (const name of ["One", "Two", "Three"]) await tool("create_project", { name });
    const before = await rows();
    const seen: [number, number, boolean][] = [];
    const looks: Promise<void>[] = [];
    const onProgress = (done: number, total: number) => {
      looks.push(rows().then((now) => void seen.push([done, total, JSON.stringify(now) === JSON.stringify(before)])));
    };
    const watching = { ...admin(), onProgress };
    await invoke(revertCredential, watching, { credentialId: key.id, since: START }, { mode: "dry_run" });
    await Promise.all(looks);
    expect(seen.toSorted()).toEqual([
      [0, 3, true],
      [1, 3, true],
      [2, 3, true],
    ]);
  });

  it("takes back what it did, in the reverse order, and nobody else's; the revert can be taken back", async () => {
    const taskId = await newTask();
    const before = await rows();
    await tool("create_project", { name: "Key's own", key: "OWN" });
    await tool("create_task", { project_id: "OWN", title: "One" });
    await tool("add_comment", { task_id: "OWN-1", body: "Hello" });
    await tool("update_task", { task_id: taskId, version: 1, title: "Theirs" });
    await tool("complete_task", { task_id: taskId });
    await tool("add_comment", { task_id: taskId, body: "Done" });
    await tool("delete_task", { task_id: taskId });
    const between = await rows();
    const outcome = await revertKey();
    expect((await outputOf(Promise.resolve(outcome))).counts).toMatchObject({ reverted: 8, conflict: 0 });
    expect(await rows()).toEqual(before);
    const eventId = outcome.status === "done" ? outcome.auditEventId : "";
    await outputOf(invoke(revertChanges, admin(), { of: { eventId } }));
    expect(await rows()).toEqual(between);
  });

  it("begins with the moment that is asked for", async () => {
    const taskId = await newTask();
    await tool("update_task", { task_id: taskId, version: 1, title: "First" });
    const [first] = await superuserSql()<{ id: string }[]>`
      select max(id::text) as id from changes where workspace_id = ${workspace.id}`;
    // The millisecond after the one in its id (RFC 9562 §5.7), once that has come.
    const since = Number.parseInt((first?.id ?? "").replaceAll("-", "").slice(0, 12), 16) + 1;
    while (Date.now() < since);
    await tool("update_task", { task_id: taskId, version: 2, title: "Second" });
    expect((await outputOf(revertKey({ since: new Date(since).toISOString() }))).items).toMatchObject([
      { becomes: { title: "First" } },
    ]);
  });

  it("stops at what a person has changed since, unless that is left out", async () => {
    const taskId = await newTask();
    await tool("update_task", { task_id: taskId, version: 1, title: "Key" });
    await tool("update_task", { task_id: taskId, version: 2, priority: "urgent" });
    await update(person(), taskId, { title: "Person" });
    expect((await refusalOf(revertKey())).details.reason).toBe("revert_conflicts");
    expect((await outputOf(revertKey({ conflicts: "skip" }))).counts).toMatchObject({ reverted: 1, conflict: 1 });
    const [row] = await superuserSql()`select title, priority from tasks where id = ${taskId}`;
    expect(row).toMatchObject({ title: "Person", priority: "none" });
  });

  it("is for admins, and of a key of the environment in force; nonsense and the key itself are refused", async () => {
    const taskId = await newTask();
    await tool("update_task", { task_id: taskId, version: 1, title: "Key" });
    expect((await refusalOf(revertKey({}, person()))).code).toBe("forbidden");
    expect((await refusalOf(revertKey({}, userContext(workspace, "admin", "production")))).code).toBe("not_found");
    const other = await createTestWorkspace("Other");
    expect((await refusalOf(revertKey({}, userContext(other, "owner", "staging")))).code).toBe("not_found");
    expect((await refusalOf(revertKey({ since: "yesterday" }))).code).toBe("validation");
    expect((await refusalOf(revertKey({ credentialId: newId() }))).code).toBe("not_found");
    const [row] = await superuserSql()`select title from tasks where id = ${taskId}`;
    expect(row).toMatchObject({ title: "Key" });
  });
});

const fields = fc.record(
  {
    title: fc.string({ minLength: 1, maxLength: 20, unit: "grapheme-ascii" }).filter((text) => text.trim() !== ""),
    description: fc.string({ maxLength: 40 }),
    status: fc.constantFrom("todo", "in_progress", "in_review", "done", "cancelled"),
    priority: fc.constantFrom("none", "low", "medium", "high", "urgent"),
    dueOn: fc.constantFrom(null, "2026-12-01", "2027-02-28"),
    labels: fc.uniqueArray(fc.constantFrom("a", "b", "ü", "x y"), { maxLength: 3 }),
    isAssigned: fc.boolean(),
  },
  { requiredKeys: [] },
);
const steps = fc.array(
  fc.oneof(
    fc.record({ step: fc.constant("update" as const), fields }),
    fc.record({ step: fc.constant("comment" as const), body: fc.constantFrom("One", "Two") }),
    fc.record({ step: fc.constant("delete" as const) }),
    fc.record({ step: fc.constant("create" as const), fields }),
  ),
  { minLength: 1, maxLength: 6 },
);

describe("for any work of a key", () => {
  it("revert restores every row exactly, and reverting the revert the work", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (work) => {
        key = await createKey(workspace);
        let taskId = await newTask();
        await invoke(addComment, person(), { taskId, body: "A person's" });
        const before = await rows();
        for (const doing of work) taskId = await take(doing, taskId);
        const between = await rows();
        const outcome = await revertKey();
        expect(await rows()).toEqual(before);
        const eventId = outcome.status === "done" ? outcome.auditEventId : "";
        if (outcome.status === "done" && outcome.changes.length > 0) {
          await outputOf(invoke(revertChanges, admin(), { of: { eventId } }));
        }
        expect(await rows()).toEqual(between);
      }),
      { ...SAME_EACH_RUN, numRuns: 12 },
    );
  });

  async function take(doing: { step: string; fields?: object; body?: string }, taskId: string): Promise<string> {
    const { isAssigned, dueOn, ...rest } = (doing.fields ?? {}) as { isAssigned?: boolean; dueOn?: string | null };
    const named = {
      ...rest,
      ...(dueOn !== undefined && { due_on: dueOn }),
      ...(isAssigned !== undefined && { assignee_id: isAssigned ? workspace.users.member.id : null }),
    };
    if (doing.step === "create") {
      const made = { title: "Made", ...rest, project_id: "ACM" };
      const { structuredContent } = await tool("create_task", made);
      return (structuredContent as { readonly task: { readonly id: string } }).task.id;
    }
    const [row] = await superuserSql()<{ version: number }[]>`select version from tasks where id = ${taskId}`;
    if (row === undefined) return taskId;
    if (doing.step === "update") await tool("update_task", { task_id: taskId, version: row.version, ...named });
    if (doing.step === "comment") await tool("add_comment", { task_id: taskId, body: doing.body });
    if (doing.step === "delete") await tool("delete_task", { task_id: taskId });
    return taskId;
  }
});
