import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key, type ToolResult } from "#db/testing/mcp-calls.ts";
import { newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, updateTask } from "#lib/tasks/index.ts";

const reason = "weekly planning";
const phrase = "CONFIRM";
let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Options of confirm_write");
  key = await createKey(workspace, { environment: "production" });
  await outputOf(invoke(createProject, person(), { name: "Acme", key: "ACM" }));
});

const person = () => userContext(workspace, "owner", "production");
const tool = (name: string, args: object, by = key) => callTool(by.token, name, { ...args });
const eventsOf = ({ reply }: Awaited<ReturnType<typeof tool>>) => listAuditEvents(workspace, reply.requestId);
const errorOf = ({ content }: ToolResult) =>
  (JSON.parse(content?.[1]?.text ?? "{}") as { error?: { reason?: string; current?: unknown } }).error;
const taskRow = async (id: string) => (await superuserSql()`select status, version from tasks where id = ${id}`)[0];
const stateOf = async (id: string) =>
  (await superuserSql()`select status from pending_writes where id = ${id}`)[0]?.status;

/** A task, and the token of its completion, which waits. */
async function ask(by = key, more: object = {}) {
  const { task } = await outputOf(invoke(createTask, person(), { projectId: "ACM", title: "Plan" }));
  const { structuredContent } = await tool("complete_task", { task_id: task.id, reason, ...more }, by);
  return { task, token: String(structuredContent?.confirm_token), id: String(structuredContent?.pending_write_id) };
}

describe("confirm_write with dry_run", () => {
  it("says what would happen, writes nothing, and leaves the token good; it is on record, and costs no budget", async () => {
    const own = await createKey(workspace, { environment: "production" });
    const { task, token, id } = await ask(own);
    await superuserSql()`update api_keys set writes_per_hour = 2 where id = ${own.id}`;
    for (const round of [1, 2, 3]) {
      const tried = await tool("confirm_write", { token, phrase, dry_run: true }, own);
      expect(tried.structuredContent, `round ${round}`).toMatchObject({
        status: "dry_run",
        tool: "complete_task",
        result: { task: { status: "done" } },
        changes: [{ before: { status: "todo" }, after: { status: "done" } }],
      });
      expect(await eventsOf(tried)).toMatchObject([
        { action: "task.complete", status: "dry_run", confirmation: { pendingWriteId: id }, reason },
      ]);
    }
    expect([await taskRow(task.id), await stateOf(id)]).toEqual([{ status: "todo", version: 1 }, "pending"]);
    const done = await tool("confirm_write", { token, phrase }, own);
    expect(done.structuredContent).toMatchObject({ status: "done" });
    expect(await taskRow(task.id)).toMatchObject({ status: "done" });
  });

  it("is refused for what the confirmation would be refused for, and changes nothing about what waits", async () => {
    const { task, token, id } = await ask();
    const tryOut = (args: object) => tool("confirm_write", { token, phrase, dry_run: true, ...args });
    expect(errorOf(await tryOut({ phrase: "yes" }))?.reason).toBe("wrong_phrase");
    expect(errorOf(await tryOut({ token: `${token.slice(0, 27)}_${"A".repeat(43)}` }))?.reason).toBe(
      "confirm_token_unknown",
    );
    await outputOf(invoke(updateTask, person(), { taskId: task.id, version: 1, title: "Moved on" }));
    const stale = await tryOut({});
    expect(errorOf(stale)).toMatchObject({
      reason: "preview_stale",
      current: { preview: { counts: [{ type: "task", action: "updated", count: 1 }] } },
    });
    expect(await eventsOf(stale)).toMatchObject([{ action: "pending_write.confirm", errorReason: "preview_stale" }]);
    expect(await stateOf(id)).toBe("pending");
    expect(await superuserSql()`select 1 from pending_writes where input ->> 'taskId' = ${task.id}`).toHaveLength(1);
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });
});

describe("confirm_write with an idempotency key", () => {
  it("gives the same answer to all of fifty at once, and to one that comes later; it is written once", async () => {
    const { task, token } = await ask();
    const confirm = () => tool("confirm_write", { token, phrase, idempotency_key: `confirm ${task.id}` });
    const answers = await Promise.all(Array.from({ length: 50 }, confirm));
    const late = await confirm();
    for (const { structuredContent } of [...answers, late]) {
      expect(structuredContent).toEqual(answers[0]?.structuredContent);
    }
    expect(late.structuredContent).toMatchObject({ status: "done", tool: "complete_task" });
    expect(await taskRow(task.id)).toEqual({ status: "done", version: 2 });
    expect(await eventsOf(late)).toMatchObject([{ action: "pending_write.confirm", status: "success" }]);
    const [{ changes } = { changes: 0 }] = await superuserSql()<{ changes: number }[]>`
      select count(*)::int as changes from changes where target_id = ${task.id} and action = 'task.complete'`;
    expect(changes).toBe(1);
  });

  it("is refused for another token, and has nothing to do with the key of the write that it confirms", async () => {
    const same = newId();
    const { token } = await ask(key, { idempotency_key: same });
    const done = await tool("confirm_write", { token, phrase, idempotency_key: same });
    expect(done.structuredContent).toMatchObject({ status: "done" });
    const other = await ask();
    const reused = await tool("confirm_write", { token: other.token, phrase, idempotency_key: same });
    expect(errorOf(reused)?.reason).toBe("idempotency_key_reused");
    expect(await eventsOf(reused)).toMatchObject([
      { action: "pending_write.confirm", status: "error", errorReason: "idempotency_key_reused" },
    ]);
    expect(await taskRow(other.task.id)).toMatchObject({ status: "todo" });
  });

  it("is free again when the confirmation was refused", async () => {
    const { token, task } = await ask();
    const options = { token, idempotency_key: newId() };
    expect(errorOf(await tool("confirm_write", { ...options, phrase: "no" }))?.reason).toBe("wrong_phrase");
    await tool("confirm_write", { ...options, phrase });
    expect(await taskRow(task.id)).toMatchObject({ status: "done" });
  });
});

describe("confirm_write with a reason", () => {
  it("keeps it beside the confirmation, and the write its own", async () => {
    const { token } = await ask();
    const done = await tool("confirm_write", { token, phrase, reason: "the user typed it at 9:41" });
    expect(await eventsOf(done)).toMatchObject([
      { action: "task.complete", reason, confirmation: { by: "phrase", reason: "the user typed it at 9:41" } },
    ]);
  });
});

describe("cancel_write", () => {
  it("tries out, gives the first answer again, and keeps its reason", async () => {
    const { token, id } = await ask();
    const tried = await tool("cancel_write", { token, dry_run: true });
    expect(tried.structuredContent).toMatchObject({ status: "dry_run", cancelled: id });
    expect(await eventsOf(tried)).toMatchObject([{ action: "pending_write.cancel", status: "dry_run" }]);
    expect(await stateOf(id)).toBe("pending");
    const options = { token, idempotency_key: newId(), reason: "no longer wanted" };
    const answers = [await tool("cancel_write", options), await tool("cancel_write", options)];
    for (const answer of answers) {
      expect(answer.structuredContent).toMatchObject({ status: "done", cancelled: id });
      expect(await eventsOf(answer)).toMatchObject([{ action: "pending_write.cancel", reason: "no longer wanted" }]);
    }
    expect(await stateOf(id)).toBe("cancelled");
    const other = await ask();
    const reused = await tool("cancel_write", { ...options, token: other.token });
    expect(errorOf(reused)?.reason).toBe("idempotency_key_reused");
    expect(await stateOf(other.id)).toBe("pending");
  });
});
